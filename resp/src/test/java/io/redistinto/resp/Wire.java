package io.redistinto.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes for tests: a character is a byte (ISO 8859-1). */
final class Wire {
  private Wire() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  static ByteBuffer direct(String text) {
    return direct(bytes(text));
  }

  static List<String> args(Request request) {
    List<String> args = new ArrayList<>();
    for (int arg = 0; arg < request.argc(); arg++) {
      args.add(request.toText(arg));
    }
    return args;
  }

  static String multibulk(List<String> args) {
    StringBuilder text = new StringBuilder("*" + args.size() + "\r\n");
    for (String arg : args) {
      text.append('$').append(arg.length()).append("\r\n").append(arg).append("\r\n");
    }
    return text.toString();
  }

  static String multibulk(String... args) {
    return multibulk(List.of(args));
  }
}
