package io.redistinto.storage;

/** What kind of value a key holds. */
public enum ValueType {
  STRING(0, "string"),
  LIST(1, "list"),
  SET(2, "set"),
  ZSET(3, "zset"),
  HASH(4, "hash"),
  STREAM(5, "stream");

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

  /** The type that TYPE calls so, or null. */
  public static ValueType named(String wireName) {
    for (ValueType type : BY_CODE) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return null;
  }
}
