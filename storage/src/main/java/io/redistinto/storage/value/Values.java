package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;

/** Makes values of what was stored of them. */
public final class Values {
  private Values() {}

  /** The value whose packed bytes, which it keeps, lay in entries. */
  public static Value unpack(ValueType type, Form form, byte[] packed) {
    return switch (type) {
      case LIST -> ListValue.unpack(packed);
      case SET -> SetValue.unpack(form, packed);
      case HASH -> HashValue.unpack(packed);
      case ZSET -> new SortedSetValue(new Listpack(packed));
      default -> throw new IllegalStateException(type + " as " + form);
    };
  }

  /**
   * The value whose elements a text names.
   *
   * @throws IllegalArgumentException with the line and what is wrong with it
   */
  public static Value read(ValueType type, TextReader text, Limits limits) {
    return switch (type) {
      case LIST -> ListValue.read(text, limits);
      case SET -> SetValue.read(text, limits);
      case HASH -> HashValue.read(text, limits);
      case STREAM -> StreamText.read(text, limits);
      case ZSET -> SortedSetValue.read(text, limits);
      default ->
          throw new IllegalArgumentException(
              "values of type " + type.wireName() + " are not known");
    };
  }
}
