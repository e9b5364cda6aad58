package io.redistinto.storage.replacement;

import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import java.util.Locale;

/** The policies by name. */
public enum Replacement {
  CIRCULAR,
  LRU,
  BSU,
  NONE;

  /** A policy of this kind that knows of no value yet. */
  public ReplacementPolicy create(Records records, ReferenceOrder order) {
    return switch (this) {
      case CIRCULAR -> new CircularReplacement();
      case LRU -> new LruReplacement(records, order);
      case BSU -> new BsuReplacement();
      case NONE -> new NoReplacement();
    };
  }

  /** The name in the configuration. */
  public String directive() {
    return name().toLowerCase(Locale.ROOT);
  }
}
