package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Flag;
import io.redistinto.server.command.KeySpec.Index;
import io.redistinto.server.command.KeySpec.KeyNum;
import io.redistinto.server.command.KeySpec.Keyword;
import io.redistinto.server.command.KeySpec.Range;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The specs and extractors of Redis's own commands; what is expected is what Redis answers. */
class KeySpecTest {
  private static final KeySpec READ = at(1, Flag.RO, Flag.ACCESS);
  private static final KeySpec STORED = at(1, Flag.OW, Flag.UPDATE);
  private static final KeySpec RESHARDED = at(1, Flag.NOT_KEY);

  private static KeySpec at(int arg, Flag... flags) {
    return KeySpec.of(new Index(arg), new Range(0, 1, 0), flags);
  }

  private static KeySpec after(String keyword, int from, Range range, Flag... flags) {
    return KeySpec.of(new Keyword(keyword, from), range, flags);
  }

  /** A command with only what matters here. */
  private static Command command(KeyExtractor extractor, KeySpec... specs) {
    Row row = new Row("name", -1, 0, call -> {}).keysBy(extractor);
    List.of(specs).forEach(row::keys);
    return new Command(row, CommandGroup.GENERIC, 0);
  }

  private static Command named(String name) {
    Range one = new Range(0, 1, 0);
    Range firstHalf = new Range(-1, 1, 2);
    return switch (name) {
      case "MSET" ->
          command(null, KeySpec.of(new Index(1), new Range(-1, 2, 0), Flag.OW, Flag.UPDATE));
      case "BLPOP" ->
          command(null, KeySpec.of(new Index(1), new Range(-2, 1, 0), Flag.RW, Flag.ACCESS));
      case "BITOP" ->
          command(
              null,
              at(2, Flag.OW, Flag.UPDATE),
              KeySpec.of(new Index(3), new Range(-1, 1, 0), Flag.RO, Flag.ACCESS));
      case "ZUNION" ->
          command(KeyExtractors.countedAt(1), KeySpec.counted(1, Flag.RO, Flag.ACCESS));
      case "BZMPOP" ->
          command(KeyExtractors.countedAt(2), KeySpec.counted(2, Flag.RW, Flag.ACCESS));
      case "ZUNIONSTORE" ->
          command(
              KeyExtractors::storedAndCounted, STORED, KeySpec.counted(2, Flag.RO, Flag.ACCESS));
      case "XREAD" ->
          command(KeyExtractors::xread, after("STREAMS", 1, firstHalf, Flag.RO, Flag.ACCESS));
      case "XREADGROUP" ->
          command(KeyExtractors::xread, after("STREAMS", 4, firstHalf, Flag.RO, Flag.ACCESS));
      case "SORT" ->
          command(
              KeyExtractors::sort,
              READ,
              KeySpec.unknown(Flag.RO, Flag.ACCESS),
              KeySpec.unknown(Flag.OW, Flag.UPDATE));
      case "SORT_RO" -> command(KeyExtractors::sortRo, READ, KeySpec.unknown(Flag.RO, Flag.ACCESS));
      case "GEORADIUS" ->
          command(
              null,
              READ,
              after("STORE", 6, one, Flag.OW, Flag.UPDATE),
              after("STOREDIST", 6, one, Flag.OW, Flag.UPDATE));
      case "MIGRATE" ->
          command(
              KeyExtractors::migrate,
              at(3, Flag.RW, Flag.ACCESS, Flag.DELETE),
              after("KEYS", -2, new Range(-1, 1, 0), Flag.RW, Flag.INCOMPLETE));
      case "SPUBLISH" -> command(null, RESHARDED);
      case "SET" -> command(KeyExtractors::set, at(1, Flag.RW, Flag.ACCESS, Flag.VARIABLE_FLAGS));
      case "BITFIELD" ->
          command(KeyExtractors::bitfield, at(1, Flag.RW, Flag.ACCESS, Flag.VARIABLE_FLAGS));
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MSET a 1 b 2                                | a:OW,update b:OW,update
          MSET a 1 b                                  | a:OW,update b:OW,update
          BLPOP a b 0                                 | a:RW,access b:RW,access
          BLPOP a                                     | ''
          BITOP AND d a b                             | d:OW,update a:RO,access b:RO,access
          BITOP AND d                                 | ''
          ZUNION 2 a b                                | a:RO,access b:RO,access
          ZUNION 1 a WEIGHTS 2                        | a:RO,access
          ZUNION 2x a b                               | a: b:
          ZUNION 0 a                                  | ''
          ZUNION -1 a                                 | ''
          ZUNION 3 a b                                | ''
          ZUNION 9223372036854775807 a b              | ''
          ZUNION 99999999999999999999 a b             | ''
          ZUNION 4294967297 a b                       | a:RO,access
          ZUNION -4294967295 a b                      | a:
          ZUNION -99999999999999999999 a b            | ''
          BZMPOP 0 1 a MIN                            | a:RW,access
          BZMPOP 0 x a MIN                            | ''
          ZUNIONSTORE d 2 a b                         | d:OW,update a:RO,access b:RO,access
          ZUNIONSTORE d 2x a b                        | a: b: d:
          ZUNIONSTORE d 3 a b                         | ''
          XREAD STREAMS a b 0 0                       | a:RO,access b:RO,access
          XREAD STREAMS a b c                         | a:RO,access
          XREAD COUNT streams STREAMS a 1             | STREAMS:RO,access
          XREAD COUNT 1 BLOCK 0 a 1                   | ''
          XREADGROUP GROUP g c NOACK STREAMS a >      | a:RO,access
          XREADGROUP GROUP streams c STREAMS a >      | a:RO,access
          XREADGROUP x y z a b c                      | ''
          SORT k                                      | k:RO,access
          SORT k BY x GET y STORE d                   | k:RO,access d:OW,update
          SORT k STORE d STORE e                      | k:RO,access e:OW,update
          SORT k LIMIT 1 STORE d                      | k:RO,access
          SORT_RO k BY x                              | k:RO,access
          GEORADIUS k 1 2 3 m                         | k:RO,access
          GEORADIUS k 1 2 3 m STORE d                 | k:RO,access d:OW,update
          GEORADIUS k 1 2 3 m STORE d STOREDIST e     | k:RO,access d:OW,update e:OW,update
          GEORADIUS k 1 2 3 m STORE d STORE e         | k:RO,access d:OW,update
          GEORADIUS k 1 2 STORE d m                   | k:RO,access
          MIGRATE h 1 k 0 10                          | k:RW,access,delete
          MIGRATE h 1 '' 0 10 KEYS a b                | a:RW,access,delete b:RW,access,delete
          MIGRATE h 1 '' 0 10 AUTH keys KEYS a        | a:RW,access,delete
          MIGRATE h 1 '' 0 10 AUTH2 keys keys KEYS a  | a:RW,access,delete
          MIGRATE h 1 k 0 10 KEYS a b                 | ''
          SPUBLISH c m                                | ''
          SET k v                                     | k:OW,update
          SET k v EX 1 get                            | k:RW,access,update
          BITFIELD k                                  | k:RO,access
          BITFIELD k OVERFLOW SAT GET u8 0            | k:RO,access
          BITFIELD k GET u8 0 SET u8 0 1              | k:RW,access,update
          BITFIELD k GET u8                           | k:RW,access,update
          """)
  void findsKeys(String line, String expected) {
    Request request = Request.of(line.replace("''", "").split(" "));
    String found =
        named(request.toText(0)).keysOf(request).stream()
            .map(key -> request.toText(key.arg()) + ":" + wireNames(key))
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(expected);
  }

  private static String wireNames(KeyReference key) {
    return key.flags().stream().sorted().map(Flag::wireName).collect(Collectors.joining(","));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "MSET, 1, -1, 2, false, 1",
    "BLPOP, 1, -2, 1, false, 1",
    "BITOP, 2, -1, 1, false, 2",
    "ZUNION, 0, 0, 0, true, 0",
    "ZUNIONSTORE, 1, 1, 1, true, 1",
    "XREAD, 0, 0, 0, true, 0",
    "SORT, 1, 1, 1, true, 1",
    "GEORADIUS, 1, 1, 1, true, 1",
    "MIGRATE, 3, 3, 1, true, 3",
    "SPUBLISH, 1, 1, 1, false, 0",
  })
  void hasOneRangeForOlderClients(
      String name, int first, int last, int step, boolean movable, int firstKey) {
    Command command = named(name);
    assertThat(command.plainKeys()).isEqualTo(new KeySpec.PlainRange(first, last, step, !movable));
    assertThat(command.is(Command.MOVABLE_KEYS)).isEqualTo(movable);
    assertThat(command.firstKey()).isEqualTo(firstKey);
    assertThat(command.hasKeys()).isEqualTo(!name.equals("SPUBLISH"));
  }

  static List<Arguments> described() {
    return List.of(
        Arguments.of(
            new Keyword("STREAMS", 1),
            new Range(-1, 1, 2),
            "$7 keyword $4 spec %2 $7 keyword $7 STREAMS $9 startfrom :1",
            "$5 range $4 spec %3 $7 lastkey :-1 $7 keystep :1 $5 limit :2"),
        Arguments.of(
            new Index(1),
            new KeyNum(0, 1, 1),
            "$5 index $4 spec %1 $5 index :1",
            "$6 keynum $4 spec %3 $9 keynumidx :0 $8 firstkey :1 $7 keystep :1"),
        Arguments.of(
            KeySpec.Unknown.UNKNOWN,
            KeySpec.Unknown.UNKNOWN,
            "$7 unknown $4 spec %0",
            "$7 unknown $4 spec %0"));
  }

  @ParameterizedTest
  @MethodSource("described")
  void isDescribed(KeySpec.Begin begin, KeySpec.Find find, String beginText, String findText) {
    Commands commands = new Commands();
    commands.protocol(3);
    Command command = command(null, KeySpec.of(begin, find, Flag.RO, Flag.INCOMPLETE));
    String text = commands.written(reply -> new CommandDescription(reply).info(command));
    assertThat(text)
        .contains(
            "~1 %3 $5 flags ~2 +RO +incomplete $12 begin_search %2 $4 type "
                + beginText
                + " $9 find_keys %2 $4 type "
                + findText)
        .contains(" +movablekeys ");
  }
}
