package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every write reports what it did, once; what changes nothing reports nothing. The clock stands at
 * 10^12 ms; {@code k} holds v, {@code t} holds v and expires 100 s later, as does {@code c}, which
 * holds 7; nothing else is there.
 */
class CommandEffectsTest {
  private final Commands commands = Commands.withEffects();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET n v                        | 0: SET n v
          SET k w                        | 0: SET k w
          SET n v EX 10                  | 0: SET n v PXAT 1000000010000
          SET n v PX 10                  | 0: SET n v PXAT 1000000000010
          SET n v EXAT 1000000001        | 0: SET n v PXAT 1000000001000
          SET n v PXAT 1000000000001     | 0: SET n v PXAT 1000000000001
          SET t w KEEPTTL                | 0: SET t w PXAT 1000000100000
          SET n w KEEPTTL                | 0: SET n w
          SET t w                        | 0: SET t w
          SET k w XX GET                 | 0: SET k w
          SET n w NX                     | 0: SET n w
          SET k w NX                     |
          SET k w NX GET                 |
          SET n w XX                     |
          SET k w PXAT 1000000000000     | 0: DEL k
          SET n w PXAT 1                 |
          SET k w EX 0                   |
          SET k w EX 1 PX 1              |
          UPDATE k w                     | 0: SET k w
          UPDATE n w                     |
          SETNX n w                      | 0: SET n w
          SETNX k w                      |
          SETEX n 10 w                   | 0: SET n w PXAT 1000000010000
          PSETEX k 10 w                  | 0: SET k w PXAT 1000000000010
          SETEX k 0 w                    |
          GETSET t w                     | 0: SET t w
          GETDEL k                       | 0: DEL k
          GETDEL n                       |
          GETEX k                        |
          GETEX k EX 10                  | 0: PEXPIREAT k 1000000010000
          GETEX k PXAT 1                 | 0: DEL k
          GETEX t PERSIST                | 0: PERSIST t
          GETEX k PERSIST                |
          GETEX k EX 0                   |
          GETEX n EX 10                  |
          APPEND n w                     | 0: SET n w
          APPEND t w                     | 0: SETRANGE t 1 w
          SETRANGE k 3 w                 | 0: SETRANGE k 3 w
          SETRANGE n 0 w                 | 0: SETRANGE n 0 w
          SETRANGE k -1 w                |
          INCR n                         | 0: SET n 1
          INCR k                         |
          INCRBY c 5                     | 0: SET c 12 PXAT 1000000100000
          DECRBY c 5                     | 0: SET c 2 PXAT 1000000100000
          INCRBYFLOAT c 0.5              | 0: SET c 7.5 PXAT 1000000100000
          INCRBYFLOAT k 1                |
          MSET k 1 n 2                   | 0: SET k 1, 0: SET n 2
          MSET k 1 n                     |
          MSETNX n 1 m 2                 | 0: SET n 1, 0: SET m 2
          MSETNX n 1 k 2                 |
          SETBIT k 1 0                   | 0: SETRANGE k 0 6
          SETBIT k 1 1                   |
          BITOP OR n k k                 | 0: SET n v
          BITOP OR t k                   | 0: SET t v
          BITOP OR k m n                 | 0: DEL k
          BITOP OR n m m                 |
          BITFIELD k SET u8 0 119        | 0: SETRANGE k 0 w
          BITFIELD k SET u8 0 118        |
          BITFIELD k GET u8 0            |
          BITFIELD_RO k SET u8 0 119     |
          DEL k                          | 0: DEL k
          DEL n k k                      | 0: DEL k
          DEL k t                        | 0: DEL k, 0: DEL t
          UNLINK k                       | 0: DEL k
          DELETE k                       | 0: DEL k
          DEL n                          |
          EXPIRE k 10                    | 0: PEXPIREAT k 1000000010000
          PEXPIRE k 10                   | 0: PEXPIREAT k 1000000000010
          EXPIREAT k 1000000001          | 0: PEXPIREAT k 1000000001000
          PEXPIREAT k 1000000000001      | 0: PEXPIREAT k 1000000000001
          PEXPIREAT k 1000000000000      | 0: DEL k
          PEXPIREAT k -1                 | 0: DEL k
          EXPIRE k 10 XX                 |
          EXPIRE n 10                    |
          EXPIRE k 10 NX XX              |
          PERSIST t                      | 0: PERSIST t
          PERSIST k                      |
          PERSIST n                      |
          RENAME k n                     | 0: RENAME k n
          RENAME k t                     | 0: RENAME k t
          RENAME k k                     |
          RENAME n k                     |
          RENAMENX k n                   | 0: RENAME k n
          RENAMENX k t                   |
          RENAMENX k k                   |
          SWAPDB 0 1                     | 0: SWAPDB 0 1
          SWAPDB 0 0                     |
          SWAPDB 0 16                    |
          FLUSHDB                        | 0: FLUSHDB
          FLUSHALL ASYNC                 | 0: FLUSHALL
          FLUSHDB NOW                    |
          SELECT 1                       |
          GET k                          |
          EXISTS k                       |
          TOUCH k                        |
          TYPE k                         |
          TTL t                          |
          KEYS *                         |
          SCAN 0                         |
          RANDOMKEY                      |
          DBSIZE                         |
          """)
  void reportsWhatItDidOnce(String line, String effects) {
    commands.given("SET k v", "SET t v EX 100", "SET c 7 EX 100");

    commands.run(line);

    assertThat(String.join(", ", commands.effects())).isEqualTo(effects == null ? "" : effects);
    commands.keyspace.validate();
  }

  @Test
  void reportsTheSelectedDatabase() {
    commands.given("SELECT 3");
    commands.run("SET k v");
    commands.run("FLUSHDB");
    assertThat(commands.effects()).containsExactly("3: SET k v", "3: FLUSHDB");
  }

  @Test
  void reportsAKeyThatAnyLookupFindsExpired() {
    for (String line :
        new String[] {"GET k", "EXISTS k", "TTL k", "DEL k", "PERSIST k", "TOUCH k", "RANDOMKEY"}) {
      commands.given("SET k v PX 1");
      commands.nowMillis++;
      commands.run(line);
      assertThat(commands.effects()).as(line).containsExactly("0: DEL k");
    }
  }

  @Test
  void reportsTheExpiryBeforeTheWriteThatMetIt() {
    commands.given("SET k v PX 1");
    commands.nowMillis++;
    commands.run("SET k w NX");
    assertThat(commands.effects()).containsExactly("0: DEL k", "0: SET k w");
  }

  @Test
  void keysPassesOverAnExpiredKeyAndScanRemovesIt() {
    commands.given("SET k v PX 1", "SET l v");
    commands.nowMillis++;
    assertThat(commands.run("KEYS *")).isEqualTo("*1 $1 l");
    assertThat(commands.effects()).isEmpty();
    assertThat(commands.run("SCAN 0")).isEqualTo("*2 $1 0 *1 $1 l");
    assertThat(commands.effects()).containsExactly("0: DEL k");
  }
}
