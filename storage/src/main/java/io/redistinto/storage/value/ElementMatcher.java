package io.redistinto.storage.value;

/** A value to look for among elements, of which some lie as integers. */
final class ElementMatcher {
  private final byte[] value;
  private final boolean isInteger;
  private final long number;

  ElementMatcher(byte[] value) {
    this.value = value;
    isInteger = DecimalLong.isLong(value);
    number = isInteger ? DecimalLong.toLong(value) : 0;
  }

  /** Whether the element that lies there is the value. */
  boolean matches(byte[] array, int at) {
    if (ListpackElement.isInteger(array, at)) {
      return isInteger && ListpackElement.toLong(array, at) == number;
    }
    return ListpackElement.stringEquals(array, at, value);
  }
}
