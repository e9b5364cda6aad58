package io.redistinto.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version this is. */
public final class Version {
  /** Of Redistinto; the build writes it into {@code version.properties}. */
  public static final String REDISTINTO = property("redistinto");

  /** Of the Redis whose behaviour clients may expect. */
  public static final String REDIS = "7.2.4";

  private Version() {}

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty(name);
  }
}
