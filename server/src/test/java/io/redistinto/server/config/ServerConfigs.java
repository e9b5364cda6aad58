package io.redistinto.server.config;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Configurations for tests. */
final class ServerConfigs {
  private ServerConfigs() {}

  /** What a conf file with these lines gives. */
  static ServerConfig fromLines(String... lines) throws ConfigException {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return ConfigLoader.load(new String[] {"-"}, new ByteArrayInputStream(text));
  }

  static ServerConfig fromArguments(String... args) throws ConfigException {
    return ConfigLoader.load(args, InputStream.nullInputStream());
  }
}
