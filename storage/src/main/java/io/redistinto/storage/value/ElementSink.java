package io.redistinto.storage.value;

/** Receives an element of a collection as it lies, without a copy of it. */
public interface ElementSink {
  /** An element that lies as bytes. The range is valid during the call only. */
  void bytes(byte[] array, int offset, int length);

  /** An element that lies as a number; its bytes are the number in decimal. */
  void integer(long value);
}
