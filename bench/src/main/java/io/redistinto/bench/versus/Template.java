package io.redistinto.bench.versus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A request, ready but for its number, which stands in it as often as the words ask for it. */
final class Template {

  /** Where a word has this, the number is sent in twelve digits, as by redis-benchmark. */
  static final String NUMBER = "__rand_int__";

  private final byte[] request;

  /** Where each of the places for the number ends. */
  private final int[] numberEnds;

  private Template(String request) {
    this.request = request.getBytes(StandardCharsets.US_ASCII);
    numberEnds =
        Pattern.compile(NUMBER).matcher(request).results().mapToInt(MatchResult::end).toArray();
  }

  /** A command of ASCII words. */
  static Template of(String... words) {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return new Template(request.toString());
  }

  int length() {
    return request.length;
  }

  /** Appends the request with such a number to a buffer that has room for it. */
  void put(int number, ByteBuffer buffer) {
    for (int end : numberEnds) {
      int left = number;
      for (int i = end - 1; i >= end - NUMBER.length(); i--) {
        request[i] = (byte) ('0' + left % 10);
        left /= 10;
      }
    }
    buffer.put(request);
  }
}
