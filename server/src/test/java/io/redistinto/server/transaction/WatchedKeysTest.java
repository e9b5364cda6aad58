package io.redistinto.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.replacement.Replacement;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as a change of a key that is watched: expiry and replacement above all. */
class WatchedKeysTest {
  private static final int ENTRIES = 8;

  private long nowMillis = 1_000_000;
  private final Keyspace keyspace =
      new Keyspace(
          new KeyspaceOptions(ENTRIES, 16, 4), () -> this.nowMillis, new SplittableRandom(1));
  private final WatchedKeys watched = new WatchedKeys(keyspace);
  private final Transaction transaction = new Transaction();

  @BeforeEach
  void replaceTheOldest() {
    keyspace.replacement(Replacement.LRU);
  }

  private int find(int database, String key) {
    Request request = Request.of(key);
    return keyspace.find(database, request.bytes(), request.offset(0), request.length(0));
  }

  private void set(int database, String key, long deadlineMillis) {
    Request request = Request.of(key, "value");
    keyspace.setString(
        find(database, key),
        database,
        request.bytes(),
        request.offset(0),
        request.length(0),
        request.bytes(),
        request.offset(1),
        request.length(1),
        deadlineMillis);
  }

  private void set(int database, String key) {
    set(database, key, Keyspace.NO_DEADLINE);
  }

  private void setExpired(int database, String key) {
    set(database, key, nowMillis + 1);
    nowMillis += 2;
  }

  private void watch(String key) {
    watched.watch(transaction, 0, key.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether EXEC would fail; begins anew. */
  private boolean isChanged() {
    boolean changed = transaction.isTouched() || watched.isAnyExpired(transaction);
    watched.unwatch(transaction);
    return changed;
  }

  @Test
  void aKeyThatExpiresHasChangedWhetherItWasRemovedOrNot() {
    set(0, "k", nowMillis + 1);
    watch("k");
    nowMillis++;
    assertThat(transaction.isTouched()).isFalse();
    assertThat(isChanged()).isTrue();
    set(0, "k", nowMillis + 1);
    watch("k");
    nowMillis++;
    keyspace.expireSome(1);
    assertThat(isChanged()).isTrue();
  }

  @Test
  void theRemovalOfAKeyThatHadExpiredBeforeIsNoChange() {
    setExpired(0, "k");
    watch("k");
    assertThat(isChanged()).isFalse();
    watch("k");
    keyspace.expireSome(1);
    assertThat(isChanged()).isFalse();
    setExpired(0, "k");
    watch("k");
    keyspace.flush(0);
    assertThat(isChanged()).isFalse();
    setExpired(0, "k");
    watch("k");
    keyspace.flushAll();
    assertThat(isChanged()).isFalse();
  }

  @Test
  void aKeyThatHadExpiredBeforeAndIsWrittenHasChanged() {
    setExpired(0, "k");
    watch("k");
    set(0, "k");
    assertThat(isChanged()).isTrue();
  }

  @Test
  void anExchangeOfDatabasesChangesKeysThatAreInOneOfThem() {
    set(0, "k");
    watch("k");
    keyspace.swap(0, 1);
    assertThat(isChanged()).as("gone").isTrue();
    watch("k");
    keyspace.swap(1, 0);
    assertThat(isChanged()).as("come").isTrue();
    watch("none");
    keyspace.swap(1, 0);
    assertThat(isChanged()).as("in neither").isFalse();
    keyspace.flushAll();
    set(0, "k");
    watch("k");
    keyspace.swap(1, 2);
    assertThat(isChanged()).as("in none of them").isFalse();
  }

  @Test
  void anExchangeOfOneExpiredKeyForAnotherOrForNoneIsNoChange() {
    setExpired(0, "k");
    watch("k");
    keyspace.swap(0, 1);
    assertThat(isChanged()).as("for none").isFalse();
    watch("k");
    keyspace.swap(0, 1);
    assertThat(transaction.isTouched()).as("of none").isFalse();
    keyspace.expireSome(1);
    assertThat(isChanged()).as("of none, which then goes").isFalse();
    setExpired(0, "k");
    setExpired(1, "k");
    watch("k");
    keyspace.swap(0, 1);
    assertThat(isChanged()).as("for another").isFalse();
    keyspace.flushAll();
    setExpired(0, "k");
    set(1, "k");
    watch("k");
    keyspace.swap(0, 1);
    assertThat(isChanged()).as("for a living one").isTrue();
  }

  @Test
  void aKeyThatIsReplacedHasChanged() {
    set(0, "k");
    watch("k");
    for (int i = 0; i < ENTRIES; i++) {
      set(1, "other" + i);
    }
    assertThat(find(0, "k")).isEqualTo(Keyspace.NO_KEY);
    assertThat(isChanged()).isTrue();
  }

  @Test
  void whoWatchesTheSameKeysIsTouchedOnceAndOthersAreNot() {
    Transaction second = new Transaction();
    Transaction third = new Transaction();
    for (Transaction each : new Transaction[] {transaction, second}) {
      watched.watch(each, 0, "k".getBytes(StandardCharsets.UTF_8));
      watched.watch(each, 0, "l".getBytes(StandardCharsets.UTF_8));
    }
    watched.watch(third, 0, "l".getBytes(StandardCharsets.UTF_8));
    set(0, "k");
    assertThat(transaction.isTouched()).isTrue();
    assertThat(second.isTouched()).isTrue();
    assertThat(third.isTouched()).isFalse();
    assertThat(second.bytes()).isZero();
    watched.unwatch(transaction);
    set(0, "l");
    assertThat(third.isTouched()).isTrue();
    assertThat(transaction.isTouched()).isFalse();
  }

  @Test
  void whatItHoldsIsCounted() {
    assertThat(transaction.bytes()).isZero();
    watch("a key");
    assertThat(transaction.bytes()).isGreaterThan(5);
    long before = transaction.bytes();
    watch("a key");
    assertThat(transaction.bytes()).isEqualTo(before);
    transaction.open();
    transaction.queue(new byte[][] {new byte[100], new byte[1000]}, 1);
    assertThat(transaction.bytes()).isGreaterThan(before + 1100);
    assertThat(transaction.queuedFlags()).isEqualTo(1);
    transaction.close();
    watched.unwatch(transaction);
    assertThat(transaction.bytes()).isZero();
    assertThat(transaction.queuedFlags()).isZero();
  }
}
