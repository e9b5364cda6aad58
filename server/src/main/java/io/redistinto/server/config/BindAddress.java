package io.redistinto.server.config;

/**
 * An address to listen on, as it was written.
 *
 * @param text an IP address or host name, {@code *} for every IPv4 and {@code ::*} for every IPv6
 *     address; a leading {@code -} makes it optional
 */
public record BindAddress(String text) {
  /** Whether the server starts even though this machine does not have the address. */
  public boolean optional() {
    return text.startsWith("-");
  }

  /** The address or host name to resolve. */
  public String host() {
    String address = optional() ? text.substring(1) : text;
    return switch (address) {
      case "*" -> "0.0.0.0";
      case "::*" -> "::";
      default -> address;
    };
  }
}
