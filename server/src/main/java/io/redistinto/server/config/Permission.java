package io.redistinto.server.config;

/** Who may use what is dangerous. */
public enum Permission {
  NO,
  /** Clients on the same machine. */
  LOCAL,
  YES
}
