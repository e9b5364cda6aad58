package io.redistinto.server.config;

/** Which atomic value gives way when the arena is full. */
public enum Replacement {
  CIRCULAR,
  LRU,
  BSU,
  NONE
}
