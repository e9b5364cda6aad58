package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.Keyspace;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands use a value, by which {@code lru} spares it, and which count hits and misses. */
class CommandReferencesTest {
  private static final int LATER_SECONDS = 50;

  private final Commands commands = new Commands();

  private long idleSecondsAfter(String line) {
    commands.given("SET k v", "SET t v EX 100");
    commands.nowMillis += LATER_SECONDS * 1000;
    commands.run(line);
    byte[] key = {'k'};
    int record = commands.keyspace.find(0, ByteBuffer.wrap(key), 0, key.length);
    assertThat(record).isNotEqualTo(Keyspace.NO_KEY);
    return commands.keyspace.idleSeconds(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET k",
        "TOUCH k",
        "SET k w",
        "SET k w NX",
        "SET k w NX GET",
        "UPDATE k w",
        "SETNX k w",
        "GETSET k w",
        "GETEX k",
        "STRLEN k",
        "APPEND k w",
        "SETRANGE k 1 w",
        "GETRANGE k 0 1",
        "MGET n k",
        "MSET n w k w",
        "MSETNX k w n w",
        "LCS k t",
        "SETBIT k 1 1",
        "GETBIT k 1",
        "BITCOUNT k",
        "BITPOS k 1",
        "BITOP OR n k",
        "BITFIELD k SET u8 0 118",
        "BITFIELD_RO k GET u8 0",
        "EXPIRE k 100",
        "EXPIRE k 100 XX",
        "PERSIST k",
        "RENAMENX k t",
        "RENAMENX t k",
        "RENAMENX k k",
        "RENAME k k"
      })
  void uses(String line) {
    assertThat(idleSecondsAfter(line)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXISTS k",
        "TYPE k",
        "TTL k",
        "PEXPIRETIME k",
        "KEYS *",
        "SCAN 0 TYPE string",
        "DBSIZE"
      })
  void doesNotUse(String line) {
    assertThat(idleSecondsAfter(line)).isEqualTo(LATER_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET k", "SET k w NX", "EXPIRE k 100 XX"})
  void usesNothingForAClientThatWantsNoReferences(String line) {
    commands.keyspace.referencing(false);
    assertThat(idleSecondsAfter(line)).isEqualTo(LATER_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOUCH k", "SET k w"})
  void usesEvenForAClientThatWantsNoReferences(String line) {
    commands.keyspace.referencing(false);
    assertThat(idleSecondsAfter(line)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "EXISTS", "TOUCH", "TYPE", "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"})
  void countsHitsAndMisses(String name) {
    commands.given("SET k v");
    commands.run(name + " k");
    commands.run(name + " n");
    assertThat(commands.keyspace.statistics().hits).isOne();
    assertThat(commands.keyspace.statistics().misses).isOne();
  }

  @Test
  void writesCountNeitherHitsNorMisses() {
    commands.given("SET k v", "SET n w NX", "EXPIRE k 10", "PERSIST k", "RENAME k n", "DEL n m");
    assertThat(commands.keyspace.statistics().hits).isZero();
    assertThat(commands.keyspace.statistics().misses).isZero();
  }

  @Test
  void theOldValueThatSetAnswersIsRead() {
    commands.given("SET k v GET", "SET k w GET");
    assertThat(commands.keyspace.statistics().hits).isOne();
    assertThat(commands.keyspace.statistics().misses).isOne();
  }
}
