package io.redistinto.server.command;

import java.util.Locale;

/** The text that INFO replies, as it is written: sections with a title, a field a line. */
final class InfoText {
  private static final String END_OF_LINE = "\r\n";
  private static final String HUMAN_UNITS = "KMGTPE";

  private final StringBuilder text = new StringBuilder(4096);

  InfoText section(String title) {
    if (!text.isEmpty()) {
      text.append(END_OF_LINE);
    }
    text.append("# ").append(title).append(END_OF_LINE);
    return this;
  }

  InfoText field(String name, Object value) {
    text.append(name).append(':').append(value).append(END_OF_LINE);
    return this;
  }

  InfoText field(String name, boolean value) {
    return field(name, value ? 1 : 0);
  }

  /** Two fields: the bytes, and the same under {@code name_human}. */
  InfoText bytes(String name, long bytes) {
    return field(name, bytes).field(name + "_human", human(bytes));
  }

  InfoText decimal(String name, double value) {
    return field(name, decimal(value));
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return decimal(bytes / Math.pow(1024, unit)) + HUMAN_UNITS.charAt(unit - 1);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
