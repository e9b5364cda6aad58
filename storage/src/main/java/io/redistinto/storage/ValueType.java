package io.redistinto.storage;

/** What kind of value a key holds. */
public enum ValueType {
  STRING(0, "string");

  private static final ValueType[] BY_CODE = values();

  private final int code;
  private final String wireName;

  ValueType(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** The number that stands for it in a record. */
  public int code() {
    return code;
  }

  /** The name that TYPE answers. */
  public String wireName() {
    return wireName;
  }

  public static ValueType of(int code) {
    return BY_CODE[code];
  }
}
