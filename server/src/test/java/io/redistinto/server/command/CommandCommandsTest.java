package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandCommandsTest {
  private final Commands commands = new Commands();

  @BeforeEach
  void speakResp3() {
    commands.protocol(3);
  }

  @Test
  void infoHasWhatIsKnownOfACommand() {
    assertThat(commands.run("COMMAND INFO rename"))
        .isEqualTo(
            "*1 *10 $6 rename :3 ~1 +write :1 :2 :1 ~3 +@keyspace +@write +@slow ~0 ~2"
                + " %3 $5 flags ~3 +RW +access +delete"
                + " $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :1"
                + " $9 find_keys %2 $4 type $5 range"
                + " $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0"
                + " %3 $5 flags ~2 +OW +update"
                + " $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :2"
                + " $9 find_keys %2 $4 type $5 range"
                + " $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0"
                + " ~0");
  }

  @Test
  void infoHasTips() {
    assertThat(commands.run("COMMAND INFO dbsize"))
        .isEqualTo(
            "*1 *10 $6 dbsize :1 ~2 +readonly +fast :0 :0 :0 ~3 +@keyspace +@read +@fast"
                + " ~2 $25 request_policy:all_shards $23 response_policy:agg_sum ~0 ~0");
  }

  @Test
  void infoOfAllIsWhatCommandAloneAnswers() {
    String all = commands.run("COMMAND");
    assertThat(commands.run("COMMAND INFO")).isEqualTo(all);
    assertThat(all).startsWith("*" + CommandTable.INSTANCE.commands().size() + " *10 ");
    assertThat(commands.run("COMMAND COUNT"))
        .isEqualTo(":" + CommandTable.INSTANCE.commands().size());
  }

  @Test
  void docsHaveArgumentsInTheirParts() {
    assertThat(commands.run("COMMAND DOCS flushdb"))
        .isEqualTo(
            "%1 $7 flushdb %5 $7 summary $33 Removes all keys of the database."
                + " $5 since $5 1.0.0 $5 group $6 server"
                + " $10 complexity $54 O(N), N keys in the database; O(1) if no other has any"
                + " $9 arguments *1 %4 $4 name $5 async $4 type $5 oneof $5 flags ~1 +optional"
                + " $9 arguments *2"
                + " %4 $4 name $5 async $4 type $10 pure-token $5 token $5 ASYNC $5 since $5 4.0.0"
                + " %4 $4 name $4 sync $4 type $10 pure-token $5 token $4 SYNC $5 since $5 6.2.0");
  }

  @Test
  void docsSayWhichSpecAKeyBelongsTo() {
    assertThat(commands.run("COMMAND DOCS rename"))
        .endsWith(
            "$9 arguments *2"
                + " %3 $4 name $3 key $4 type $3 key $14 key_spec_index :0"
                + " %3 $4 name $6 newkey $4 type $3 key $14 key_spec_index :1");
  }

  @Test
  void docsSayThatArgumentsMayShareASpec() {
    assertThat(commands.run("COMMAND DOCS lcs"))
        .contains(
            "$4 name $4 key1 $4 type $3 key $14 key_spec_index :0",
            "$4 name $4 key2 $4 type $3 key $14 key_spec_index :0");
  }

  @Test
  void docsSayWhatShouldNotBeUsedAnyMore() {
    assertThat(commands.run("COMMAND DOCS substr"))
        .contains("$9 doc_flags ~1 +deprecated $16 deprecated_since $5 2.0.0")
        .contains("$11 replaced_by $10 `GETRANGE` $9 arguments *3");
  }

  @Test
  void docsSayThatATokenIsGivenAgain() {
    assertThat(commands.run("COMMAND DOCS bitfield_ro"))
        .contains("$5 flags ~3 +optional +multiple +multiple_token");
  }

  @Test
  void docsOfAContainerHaveThoseOfItsSubcommands() {
    assertThat(commands.run("COMMAND DOCS command"))
        .contains("$11 subcommands %7 $13 command|count %4 $7 summary");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COMMAND INFO nosuch get        | `*2 _ *10 $3 get`
          COMMAND INFO GET               | `*1 *10 $3 get`
          COMMAND DOCS nosuch            | `%0`
          COMMAND DOCS nosuch GET        | `%1 $3 get`
          COMMAND LIST x                 | `-ERR syntax error`
          COMMAND LIST FILTERBY          | `-ERR syntax error`
          COMMAND LIST FILTERBY X y      | `-ERR syntax error`
          COMMAND LIST FILTERBY MODULE m | `*0`
          COMMAND LIST FILTERBY ACLCAT x | `*0`
          COMMAND LIST FILTERBY ACLCAT BitmaP  | `*7 $6 getbit $6 setbit $8 bitcount`
          COMMAND LIST FILTERBY PATTERN RENAM* | `*2 $6 rename $8 renamenx`
          COMMAND GETKEYS nosuch k       | `-ERR Invalid command specified`
          COMMAND GETKEYS command nosuch | `-ERR Invalid command specified`
          COMMAND GETKEYS ping k         | `-ERR The command has no key arguments`
          COMMAND GETKEYS command count  | `-ERR The command has no key arguments`
          COMMAND GETKEYS get k k        | `-ERR Invalid number of arguments specified for command`
          COMMAND GETKEYS get k          | `*1 $1 k`
          COMMAND GETKEYS set k v NX     | `*1 $1 k`
          COMMAND GETKEYSANDFLAGS set k v     | `*1 *2 $1 k ~2 +OW +update`
          COMMAND GETKEYSANDFLAGS set k v GET | `*1 *2 $1 k ~3 +RW +access +update`
          COMMAND GETKEYSANDFLAGS rename a b  | `*2 *2 $1 a ~3 +RW +access +delete *2 $1 b ~2 +OW`
          COMMAND GETKEYS del a b c      | `*3 $1 a $1 b $1 c`
          COMMAND GETKEYS rename a b     | `*2 $1 a $1 b`
          """)
  void answers(String line, String beginning) {
    assertThat(commands.run(line)).startsWith(beginning);
  }

  @Test
  void helpShowsEachSubcommandAndWhatItDoes() {
    assertThat(commands.run("COMMAND HELP"))
        .startsWith(
            "*17 +COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are: +(no subcommand) ")
        .contains("+INFO [command-name [command-name ...]] +    Describes ");
  }
}
