package io.redistinto.server.config;

/** How much the server logs; each level includes those after it. */
public enum LogLevel {
  DEBUG,
  VERBOSE,
  NOTICE,
  WARNING
}
