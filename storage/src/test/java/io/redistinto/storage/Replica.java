package io.redistinto.storage;

import io.redistinto.storage.replacement.Replacement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A second keyspace that knows of the first only what its effects say. Its clock stands still and
 * it never replaces, so nothing leaves it but by an effect.
 */
final class Replica implements EffectListener {
  final Client client;

  Replica(int entryCount, int entryBytes, int databases, SplittableRandom random) {
    Keyspace keyspace =
        new Keyspace(new KeyspaceOptions(entryCount, entryBytes, databases), () -> 0, random);
    keyspace.replacement(Replacement.NONE);
    client = new Client(keyspace);
  }

  @Override
  public void effect(Effect effect) {
    List<byte[]> command = effect.command();
    int database = effect.database();
    String name = Client.text(command.get(0));
    String key = command.size() > 1 ? Client.text(command.get(1)) : null;
    boolean applied =
        switch (name) {
          case "SET" -> {
            boolean expires = command.size() > 3;
            if (expires && !Client.text(command.get(3)).equals("PXAT")) {
              throw new AssertionError("SET with " + Client.text(command.get(3)));
            }
            long deadline = expires ? number(command.get(4)) : Client.NO_DEADLINE;
            client.set(database, key, command.get(2), deadline);
            yield true;
          }
          case "SETRANGE" -> {
            client.writeRange(database, key, (int) number(command.get(2)), command.get(3));
            yield true;
          }
          case "DEL" -> client.delete(database, key);
          case "PEXPIREAT" -> client.expireAt(database, key, number(command.get(2)));
          case "PERSIST" -> client.persist(database, key);
          case "RENAME" -> client.rename(database, key, Client.text(command.get(2)));
          case "FLUSHDB" -> client.keyspace.flush(database) >= 0;
          case "FLUSHALL" -> client.keyspace.flushAll() >= 0;
          case "SWAPDB" -> {
            client.keyspace.swap((int) number(command.get(1)), (int) number(command.get(2)));
            yield true;
          }
          default -> throw new AssertionError("unknown effect " + name);
        };
    if (!applied) {
      throw new AssertionError("the effect " + name + " " + key + " found no key");
    }
    if (effect.cause() != Effect.Cause.COMMAND && !name.equals("DEL")) {
      throw new AssertionError(name + " because of " + effect.cause());
    }
  }

  private static long number(byte[] argument) {
    return Long.parseLong(new String(argument, StandardCharsets.US_ASCII));
  }
}
