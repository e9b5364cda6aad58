package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetValueTest {
  private final Limits limits = new Limits();
  private final SetValue set = new SetValue();
  private final List<String> visited = new ArrayList<>();

  @Test
  void aPackedSetIsScannedByCount() {
    add(0, 30);
    long cursor = scan(0, 7);
    assertThat(visited).hasSize(7);
    while (cursor != 0) {
      cursor = scan(cursor, 7);
    }
    assertThat(visited).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void aCursorOutlivesThePackedForm() {
    add(0, 30);
    long cursor = scan(0, 10);
    add(30, 1000);
    while (cursor != 0) {
      cursor = scan(cursor, 10);
    }
    assertThat(visited).doesNotHaveDuplicates();
    for (int i = 0; i < 30; i++) {
      assertThat(visited).contains("m" + i);
    }
  }

  @Test
  void integersAreScannedAtOnce() {
    for (int i = 0; i < 100; i++) {
      set.add(Integer.toString(i).getBytes(US_ASCII), limits);
    }
    assertThat(scan(0, 7)).isZero();
    assertThat(visited).hasSize(100);
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      set.add(("m" + i).getBytes(US_ASCII), limits);
    }
  }

  private long scan(long cursor, int count) {
    return set.scan(cursor, count, member -> visited.add(new String(member, US_ASCII)));
  }
}
