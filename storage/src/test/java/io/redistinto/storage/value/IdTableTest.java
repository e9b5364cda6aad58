package io.redistinto.storage.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTableTest {
  private static final int STEPS = 4_000;

  private final TreeMap<StreamId, Long> model = new TreeMap<>();
  private final IdTable table = new IdTable(1);

  @ParameterizedTest(name = "{0} IDs")
  @ValueSource(ints = {5, 200, 3_000})
  void answersAsATreeMapDoes(int ids) {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      StreamId id = new StreamId(random.nextInt(-2, 2), random.nextInt(ids));
      boolean growing = step % 2_000 < 1_200;
      if (random.nextInt(10) < (growing ? 7 : 2)) {
        boolean isNew = model.put(id, (long) step) == null;
        assertThat(table.put(id, step)).isEqualTo(isNew);
      } else {
        assertThat(table.remove(id)).isEqualTo(model.remove(id) != null);
      }
      StreamId asked = new StreamId(random.nextInt(-2, 2), random.nextInt(ids));
      assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
      assertThat(table.ceiling(asked)).as("seed %d", seed).isEqualTo(model.ceilingKey(asked));
      Long value = model.get(asked);
      assertThat(table.get(asked)).isEqualTo(value == null ? null : new long[] {value});
      if (!model.isEmpty()) {
        assertThat(table.last()).as("seed %d", seed).isEqualTo(model.lastKey());
      }
    }
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 1, 64, 65, 1_000})
  void aSnapshotStaysAsItWas(int rows) {
    for (int i = 0; i < rows; i++) {
      table.put(new StreamId(1, i), i);
    }
    IdTable snapshot = table.snapshot();
    for (int i = 0; i < rows; i++) {
      StreamId id = new StreamId(1, i);
      if (i % 3 == 0) {
        table.remove(id);
      } else {
        table.put(id, -1);
      }
      table.put(new StreamId(0, i), -1);
    }
    assertThat(snapshot.size()).isEqualTo(rows);
    StreamId at = StreamId.MIN;
    for (int i = 0; i < rows; i++) {
      at = snapshot.ceiling(at);
      assertThat(at).isEqualTo(new StreamId(1, i));
      assertThat(snapshot.get(at)).containsExactly(i);
      at = at.next();
    }
  }
}
