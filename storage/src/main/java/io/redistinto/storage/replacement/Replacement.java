package io.redistinto.storage.replacement;

import io.redistinto.storage.index.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;

/** The policies by name: those of the engine, and the others that Redis has. */
public enum Replacement {
  CIRCULAR(null),
  BSU(null),
  VOLATILE_LRU("volatile-lru"),
  VOLATILE_LFU("volatile-lfu"),
  VOLATILE_RANDOM("volatile-random"),
  VOLATILE_TTL("volatile-ttl"),
  LRU("allkeys-lru"),
  LFU("allkeys-lfu"),
  RANDOM("allkeys-random"),
  NONE("noeviction");

  private final String redisName;

  Replacement(String redisName) {
    this.redisName = redisName;
  }

  /** A policy of this kind that knows of no value yet. */
  public ReplacementPolicy create(PolicyContext context) {
    Records records = context.records();
    UseCounts uses = context.uses();
    return switch (this) {
      case CIRCULAR -> new CircularReplacement();
      case LRU -> new LruReplacement(records, context.order());
      case BSU -> new BsuReplacement();
      case NONE -> new NoReplacement();
      case LFU, VOLATILE_LFU -> sampled(context, record -> uses.counter(records.useWord(record)));
      case RANDOM, VOLATILE_RANDOM -> sampled(context, record -> 0);
      case VOLATILE_LRU -> sampled(context, records::lastSecond);
      case VOLATILE_TTL -> sampled(context, context.deadlines()::millis);
    };
  }

  private ReplacementPolicy sampled(PolicyContext context, IntToLongFunction worth) {
    return new SampledReplacement(context, isVolatile(), worth);
  }

  /** Whether only values with a deadline give way. */
  public boolean isVolatile() {
    return switch (this) {
      case VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL -> true;
      case CIRCULAR, LRU, BSU, NONE, LFU, RANDOM -> false;
    };
  }

  /** Whether it needs {@link UseCounts} in place of the time of the last reference. */
  public boolean countsUses() {
    return this == LFU || this == VOLATILE_LFU;
  }

  /** The name in the configuration. */
  public String directive() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name that Redis has for it, or the own one where Redis has no such policy. */
  public String redisName() {
    return redisName == null ? directive() : redisName;
  }

  /** Those that Redis has, in its order. */
  public static List<Replacement> ofRedis() {
    return Arrays.stream(values()).filter(policy -> policy.redisName != null).toList();
  }
}
