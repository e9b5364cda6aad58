package io.redistinto.storage;

/** In what form a value lies. */
public enum Form {
  /** A string's bytes, in entries. */
  BYTES(0),
  /** The same, of a string that was written in part: its OBJECT ENCODING is raw, however short. */
  RAW(1),
  /** A listpack, in entries. */
  LISTPACK(2),
  /** An intset, in entries. */
  INTSET(3),
  /** An object on the heap; the arena is charged for it. */
  OBJECT(4),
  /** A string's bytes, in entries, of a number: its OBJECT ENCODING is embstr all the same. */
  EMBEDDED(5);

  private static final Form[] BY_CODE = values();

  private final int code;

  Form(int code) {
    this.code = code;
  }

  /** The number that stands for it in a record. */
  public int code() {
    return code;
  }

  public static Form of(int code) {
    return BY_CODE[code];
  }
}
