package io.redistinto.storage;

/** What kind of value a key holds, by the name that TYPE answers. */
public enum ValueType {
  STRING("string");

  private static final ValueType[] ALL = values();

  private final String wireName;

  ValueType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The type of this ordinal. */
  public static ValueType of(int ordinal) {
    return ALL[ordinal];
  }
}
