package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists where size, disk or room matter; the tables of it-tests hold the rest. */
class ListCommandsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  private void start(String... directives) throws IOException {
    server = TestServer.start(dir, directives);
    client = server.connect();
  }

  private void startLarge() throws IOException {
    start("entries", "1000000", "entry-size", "64");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // ---- Size

  @Test
  void aHundredThousandElementsAreFoundChangedAndRemovedAsInASmallList() throws IOException {
    startLarge();
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> model = new ArrayList<>();
    while (model.size() < 100_000) {
      List<String> some = elements(random, 1_000);
      client.call(request("RPUSH", some));
      model.addAll(some);
    }
    assertThat(client.call("LLEN", "l")).isEqualTo("100000");
    for (int step = 0; step < 300; step++) {
      String what = "seed " + SEED + " step " + step;
      int index = random.nextInt(model.size());
      String value = element(random);
      switch (random.nextInt(5)) {
        case 0 -> {
          client.call("LSET", "l", "" + (index - model.size()), value);
          model.set(index, value);
        }
        case 1 -> {
          String pivot = model.get(index);
          assertThat(client.call("LINSERT", "l", "BEFORE", pivot, value))
              .as(what)
              .isEqualTo("" + (model.size() + 1));
          model.add(model.indexOf(pivot), value);
        }
        case 2 -> {
          assertThat(client.call("LREM", "l", "-1", model.get(index))).as(what).isEqualTo("1");
          model.remove(model.lastIndexOf(model.get(index)));
        }
        case 3 ->
            assertThat(client.call("LPOS", "l", model.get(index), "RANK", "-1"))
                .as(what)
                .isEqualTo("" + model.lastIndexOf(model.get(index)));
        default ->
            assertThat(client.call("LINDEX", "l", "" + index)).as(what).isEqualTo(model.get(index));
      }
      int first = random.nextInt(model.size() - 100);
      assertThat(client.call("LRANGE", "l", "" + first, "" + (first + 99)))
          .as(what)
          .isEqualTo(model.subList(first, first + 100).toString());
    }
    client.call("LTRIM", "l", "40000", "-40001");
    model = model.subList(40_000, model.size() - 40_000);
    String gone = model.get(model.size() / 2);
    assertThat(client.call("LREM", "l", "0", gone))
        .isEqualTo("" + Collections.frequency(model, gone));
    model = model.stream().filter(element -> !element.equals(gone)).toList();
    assertThat(client.call("LRANGE", "l", "0", "-1"))
        .as("seed %d", SEED)
        .isEqualTo(model.toString());
  }

  private static String[] request(String command, List<String> elements) {
    List<String> words = new ArrayList<>(List.of(command, "l"));
    words.addAll(elements);
    return words.toArray(String[]::new);
  }

  private static List<String> elements(SplittableRandom random, int count) {
    return IntStream.range(0, count).mapToObj(i -> element(random)).toList();
  }

  private static String element(SplittableRandom random) {
    return switch (random.nextInt(20)) {
      case 0 -> "long" + "x".repeat(random.nextInt(3_000));
      case 1, 2, 3, 4, 5 -> Integer.toString(random.nextInt(10_000));
      default -> "element:" + random.nextInt(50_000);
    };
  }

  // ---- Disk

  @ParameterizedTest
  @ValueSource(ints = {3, 5_000})
  void aListIsALineAnElementOnDiskAndThereAfterARestart(int size) throws IOException {
    startLarge();
    List<String> elements = IntStream.range(0, size).mapToObj(i -> "element:" + i).toList();
    client.call(request("RPUSH", elements));
    client.call("LSET", "l", "1", "two words");

    assertThat(client.call("DUMP")).isEqualTo("1");

    assertThat(Files.readAllLines(dir.resolve("l")))
        .hasSize(size)
        .startsWith("element:0", "\"two words\"", "element:2");
    Files.writeString(dir.resolve("l"), "by-hand\nlast", StandardOpenOption.APPEND);
    server.close();
    startLarge();
    assertThat(client.call("LLEN", "l")).isEqualTo("" + (size + 2));
    assertThat(client.call("LRANGE", "l", "-2", "-1")).isEqualTo("[by-hand, last]");
    assertThat(client.call("LINDEX", "l", "1")).isEqualTo("two words");
    assertThat(client.call("TYPE", "l")).isEqualTo("list");
  }

  /** All in one packet: the disk cannot be done before the last of them runs. */
  @Test
  void aDumpWritesTheListAsItWasWhenItBegan() throws IOException {
    startLarge();
    List<String> elements = IntStream.range(0, 5_000).mapToObj(i -> "element:" + i).toList();
    client.call(request("RPUSH", elements));
    List<String> requests = new ArrayList<>(List.of("BGSAVE"));
    for (int i = 0; i < 1_000; i++) {
      requests.addAll(List.of("LSET l " + i * 4 + " changed", "LPUSH l new", "RPOP l"));
    }
    client.pipeline(requests.toArray(String[]::new));

    // Waits for the one under way, then writes what changed since.
    assertThat(client.call("STORE", "l")).isEqualTo("OK");
    String now = client.call("LRANGE", "l", "0", "-1");
    assertThat(Files.readAllLines(dir.resolve("l")).toString()).isEqualTo(now);
    assertThat(now).startsWith("[new, ").contains("changed");
  }

  // ---- Room

  @Test
  void aPushThatFindsNoRoomChangesNothing() throws IOException {
    start("entries", "100", "entry-size", "64", "replacement-policy", "none");
    for (String element : List.of("a", "b", "c")) {
      assertThat(client.call("RPUSH", "l", element.repeat(1_000))).doesNotStartWith("-");
    }
    String before = client.call("LRANGE", "l", "0", "-1");
    String large = "x".repeat(10_000);

    assertThat(client.call("RPUSH", "l", "y", large)).startsWith("-OOM");
    assertThat(client.call("LINSERT", "l", "BEFORE", "a".repeat(1_000), large)).startsWith("-OOM");
    assertThat(client.call("LSET", "l", "0", large)).startsWith("-OOM");
    assertThat(client.call("RPUSH", "other", large)).startsWith("-OOM");

    assertThat(client.call("LRANGE", "l", "0", "-1")).isEqualTo(before);
    assertThat(client.call("EXISTS", "other")).isEqualTo("0");
    assertThat(client.call("RPUSH", "l", "y")).isEqualTo("4");
  }

  @Test
  void anElementThatFindsNoRoomWhereItIsMovedStaysWhereItWas() throws IOException {
    start("entries", "100", "entry-size", "64", "replacement-policy", "none");
    client.call("RPUSH", "source", "s".repeat(2_500));
    client.call("RPUSH", "target", "t".repeat(2_500));

    assertThat(client.call("LMOVE", "source", "target", "LEFT", "LEFT")).startsWith("-OOM");

    assertThat(client.call("LLEN", "source")).isEqualTo("1");
    assertThat(client.call("LLEN", "target")).isEqualTo("1");
    assertThat(client.call("LMOVE", "source", "source", "LEFT", "RIGHT")).startsWith("s");
    client.call("DEL", "target");
    assertThat(client.call("LMOVE", "source", "target", "LEFT", "LEFT")).startsWith("sss");
    assertThat(client.pipeline("EXISTS source", "LLEN target")).containsExactly("0", "1");
  }

  /** Making room for the target may take the source, which is one entry. */
  @Test
  void movingAnElementOutOfAListThatIsReplacedForItLeavesItInTheTarget() throws IOException {
    start("entries", "7", "entry-size", "64", "replacement-policy", "lru");
    client.call("RPUSH", "target", "t".repeat(150)); // three entries; with another element, four
    client.call("RPUSH", "source", "s".repeat(40)); // behind them, so that the target must move

    assertThat(client.call("LMOVE", "source", "target", "LEFT", "RIGHT")).isEqualTo("s".repeat(40));

    assertThat(client.call("EXISTS", "source")).isEqualTo("0");
    assertThat(client.call("LRANGE", "target", "0", "-1"))
        .isEqualTo(List.of("t".repeat(150), "s".repeat(40)).toString());
  }

  /** Every operation keeps what is charged in step with what there is. */
  @Test
  void whatListsGiveBackIsRoomAgain() throws IOException {
    start("entries", "2000", "entry-size", "64", "replacement-policy", "none");
    for (int round = 0; round < 50; round++) {
      String large =
          IntStream.range(0, 400).mapToObj(i -> "element:" + i).collect(Collectors.joining(" "));
      assertThat(
              client.pipeline(
                  "RPUSH l " + large,
                  "LSET l 7 " + "x".repeat(5_000),
                  "LINSERT l AFTER element:9 " + "y".repeat(9_000),
                  "LREM l 0 element:300",
                  "LTRIM l 5 -5",
                  "COPY l m",
                  "LPOP l 100",
                  "RPUSH m more",
                  "RPOPLPUSH m l",
                  "LREM m 0 " + "y".repeat(9_000),
                  "DEL l",
                  "LTRIM m 1 0",
                  "DBSIZE"))
          .as("round %d", round)
          .noneMatch(reply -> reply.startsWith("-"))
          .endsWith("0");
    }
  }
}
