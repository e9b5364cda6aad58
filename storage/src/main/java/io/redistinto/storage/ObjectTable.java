package io.redistinto.storage;

import io.redistinto.storage.value.Value;
import java.util.Arrays;

/** The values that are objects, by number, and how many entries each is charged for. */
final class ObjectTable {
  private Value[] values = new Value[16];
  private int[] entries = new int[16];
  private int[] freeNumbers = new int[16];
  private int freeCount;
  private int highest;

  /** Adds a value that nothing is charged for yet; its number. O(1), amortised. */
  int add(Value value) {
    int number = freeCount > 0 ? freeNumbers[--freeCount] : highest++;
    if (number == values.length) {
      values = Arrays.copyOf(values, number * 2);
      entries = Arrays.copyOf(entries, number * 2);
    }
    values[number] = value;
    entries[number] = 0;
    return number;
  }

  Value get(int number) {
    return values[number];
  }

  /** How many entries a value is charged for. */
  int entries(int number) {
    return entries[number];
  }

  void entries(int number, int charged) {
    entries[number] = charged;
  }

  void remove(int number) {
    values[number] = null;
    if (freeCount == freeNumbers.length) {
      freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
    }
    freeNumbers[freeCount++] = number;
  }

  void clear() {
    values = new Value[16];
    entries = new int[16];
    freeCount = 0;
    highest = 0;
  }
}
