package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTableTest {
  private static final CommandTable TABLE = CommandTable.INSTANCE;

  static List<Command> rows() {
    return TABLE.all();
  }

  static Stream<Command> commands() {
    return TABLE.commands().stream();
  }

  // ---- Lookup

  @ParameterizedTest
  @MethodSource("commands")
  void findsItsNameInAnyCase(Command command) {
    String lower = command.name();
    String upper = lower.toUpperCase(Locale.ROOT);
    String mixed = upper.charAt(0) + lower.substring(1);
    for (String name : List.of(lower, upper, mixed)) {
      assertThat(TABLE.find(Request.of(name))).isSameAs(command);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void findsNoNameThatDiffersInOneByte(Command command) {
    byte[] name = Request.of(command.name()).toBytes(0);
    for (int at = 0; at < name.length; at++) {
      for (int b = 0; b < 256; b++) {
        byte before = name[at];
        name[at] = (byte) b;
        Command found = TABLE.find(Request.of(name));
        boolean sameLetter = Character.toLowerCase((char) b) == before && b < 128;
        assertThat(found == command).as("byte %d at %d", b, at).isEqualTo(sameLetter);
        name[at] = before;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "g", "ge", "gett", "get ", "command|count", "nosuchcommand"})
  void findsNothingElse(String name) {
    assertThat(TABLE.find(Request.of(name))).isNull();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void findsItsFullNameInAnyCase(Command command) {
    assertThat(TABLE.named(command.fullName())).isSameAs(command);
    assertThat(TABLE.named(command.fullName().toUpperCase(Locale.ROOT))).isSameAs(command);
  }

  // ---- Rows

  @Test
  void numbersRowsByTheirPlace() {
    assertThat(rows()).extracting(Command::number).isEqualTo(numbersBelow(rows().size()));
  }

  private static List<Integer> numbersBelow(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  @Test
  void noNameIsTakenTwice() {
    assertThat(rows()).extracting(Command::fullName).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void saysWhetherItReadsOrWritesWhereItHasKeys(Command command) {
    boolean looksAtValues = command.group() != CommandGroup.TRANSACTIONS;
    if (looksAtValues && command.hasKeys() && !command.is(Command.NO_MANDATORY_KEYS)) {
      assertThat(command.is(Command.READONLY)).isNotEqualTo(command.is(Command.WRITE));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isDocumented(Command command) {
    CommandDoc doc = CommandDoc.of(command);
    assertThat(doc).isNotNull();
    assertThat(doc.summary()).endsWith(".");
    assertThat(doc.since()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
    assertThat(doc.complexity()).isNotBlank();
  }

  @Test
  void nothingElseIsDocumented() {
    assertThat(CommandDoc.all().keySet())
        .containsExactlyInAnyOrderElementsOf(rows().stream().map(Command::fullName).toList());
  }

  /** A spec may be of several arguments, but each has one of its own. */
  @ParameterizedTest
  @MethodSource("rows")
  void documentsAKeyForEachSpec(Command command) {
    long documented = keys(CommandDoc.of(command).arguments());
    long specs =
        command.keySpecs().stream().filter(spec -> !spec.has(KeySpec.Flag.NOT_KEY)).count();
    assertThat(documented).isGreaterThanOrEqualTo(specs);
    assertThat(documented > 0).isEqualTo(specs > 0);
  }

  private static long keys(List<ArgumentDoc> arguments) {
    return arguments.stream()
        .mapToLong(argument -> keys(argument.arguments()) + (isKey(argument) ? 1 : 0))
        .sum();
  }

  private static boolean isKey(ArgumentDoc argument) {
    return argument.type() == ArgumentDoc.Type.KEY || argument.keySpec() != ArgumentDoc.NO_KEY_SPEC;
  }

  /** A request with the documented arguments that may not be left out is long enough. */
  @ParameterizedTest
  @MethodSource("rows")
  void documentsTheArgumentsThatItsArityDemands(Command command) {
    boolean isOtherwiseInRedisToo =
        command.fullName().startsWith("command|getkeys") || command.name().equals("pfmerge");
    if (command.isContainer() || isOtherwiseInRedisToo) {
      return;
    }
    int words = (int) command.fullName().chars().filter(c -> c == '|').count() + 1;
    int least = words + leastWords(CommandDoc.of(command).arguments());
    assertThat(least).isEqualTo(Math.abs(command.arity()));
  }

  private static int leastWords(List<ArgumentDoc> arguments) {
    return arguments.stream().mapToInt(CommandTableTest::leastWords).sum();
  }

  private static int leastWords(ArgumentDoc argument) {
    if (argument.optional()) {
      return 0;
    }
    int own =
        switch (argument.type()) {
          case ONEOF ->
              argument.arguments().stream()
                  .mapToInt(CommandTableTest::leastWords)
                  .filter(words -> words > 0)
                  .min()
                  .orElse(0);
          case BLOCK -> leastWords(argument.arguments());
          case PURE_TOKEN -> 0;
          default -> 1;
        };
    return own + (argument.token() == null ? 0 : 1);
  }
}
