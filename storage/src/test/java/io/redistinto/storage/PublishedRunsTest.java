package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.replacement.Replacement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two runs whose results are known entry by entry. */
class PublishedRunsTest {
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(8, 10, 16), () -> 0, new SplittableRandom(1));
  private final Client client = new Client(keyspace);

  @Test
  void thirteenWritesUnderTheCircularPolicy() {
    keyspace.replacement(Replacement.CIRCULAR);
    client.set(0, "nintendo:consola:nes", "Mario");
    client.set(0, "nintendo:consola:snes", "SuperMario");
    client.set(0, "nintendo:consola:nintendo64", "Mario64");
    client.set(0, "nintendo:consola:gamecube", "FinalFantasyTactics");
    client.set(0, "nintendo:consola:wii", "MarioGalaxy");
    client.set(0, "nintendo:consola:wii", "MarioGalaxy2");
    client.set(0, "nintendo:consola:wiiu", "RIP");
    client.set(0, "nintendo:consola:nintendo64", "MarioKart");
    client.set(0, "sony:consola:ps1", "FF7");
    client.set(0, "nintendo:consola:nintendo64", "PkmnSnap");
    client.set(0, "sony:consola:ps2", "GodOfWar");
    client.set(0, "sony:consola:ps1", "FF8");
    client.set(0, "sony:consola:ps3", "TLOU");

    assertThat(entries())
        .containsExactly(
            "FF8", "GodOfWar", "TLOU", "FinalFanta", "syTactics", "MarioGalax", "y2", "RIP");
    assertThat(keyspace.pointer()).isEqualTo(3);
    assertThat(keyspace.statistics().evictions).isEqualTo(3);
    assertThat(keyspace.statistics().compactions).isZero();
    assertThat(client.get(0, "nintendo:consola:nintendo64")).isNull();
    keyspace.validate();
  }

  @Test
  void aFullArenaThatShrinksAndCompactsOnce() {
    client.set(0, "opcion1", "fugazzetarellenagrande");
    client.set(0, "opcion2", "promomuzzarella");
    client.set(0, "opcion3", "pizzacuatroquesosgrande");
    assertThat(keyspace.arena().free().count()).isZero();

    client.set(0, "opcion1", "napolitanagrande");
    client.set(0, "opcion3", "pizzadepalmitos");
    assertThat(keyspace.statistics().compactions).isZero();
    client.set(0, "opcion4", "pizzadecantimpalo");

    assertThat(entries())
        .containsExactly(
            "napolitana",
            "grande",
            "promomuzza",
            "rella",
            "pizzadepal",
            "mitos",
            "pizzadecan",
            "timpalo");
    assertThat(keyspace.statistics().compactions).isEqualTo(1);
    assertThat(keyspace.statistics().evictions).isZero();
    keyspace.validate();
  }

  /** The bytes of each entry, null where it is free. */
  private List<String> entries() {
    List<String> entries = new ArrayList<>();
    for (int entry = 0; entry < keyspace.arena().entryCount(); entry++) {
      if (keyspace.arena().free().isFree(entry)) {
        entries.add(null);
      } else {
        int record = keyspace.arena().owner(entry);
        int first = entry;
        while (first > 0
            && !keyspace.arena().free().isFree(first - 1)
            && keyspace.arena().owner(first - 1) == record) {
          first--;
        }
        int length = Math.min(10, keyspace.length(record) - 10 * (entry - first));
        byte[] bytes = new byte[length];
        keyspace.arena().read(entry, 0, ByteBuffer.wrap(bytes), 0, length);
        entries.add(Client.text(bytes));
      }
    }
    return entries;
  }
}
