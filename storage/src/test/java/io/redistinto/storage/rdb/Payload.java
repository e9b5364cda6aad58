package io.redistinto.storage.rdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;

/** What a real redis-server answered to DUMP, and what is in it. */
record Payload(String name, byte[] bytes, String text) {
  /** All in the file. */
  static List<Payload> all() {
    try (InputStream file = Payload.class.getResourceAsStream("payloads.txt")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 3))
          .map(parts -> new Payload(parts[0], HexFormat.of().parseHex(parts[1]), parts[2]))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
