package io.redistinto.storage.value;

/** Up to where collections stay packed, and how large the pages of the others are. */
public final class Limits {
  public int hashPackedEntries = 128;
  public int hashPackedValueBytes = 64;

  /** Elements of a list's node if positive; else -1 to -5 for 4, 8, 16, 32, 64 KB. */
  public int listNodeSize = -2;

  public int setIntsetEntries = 512;

  /** Small sets of strings are packed too, which OBJECT ENCODING does not tell. */
  public int setPackedEntries = 128;

  public int setPackedValueBytes = 64;
  public int sortedSetPackedEntries = 128;
  public int sortedSetPackedValueBytes = 64;

  /** Bytes of a stream's node, 0 for no limit. */
  public int streamNodeBytes = 4096;

  /** Entries of a stream's node, 0 for no limit. */
  public int streamNodeEntries = 100;
}
