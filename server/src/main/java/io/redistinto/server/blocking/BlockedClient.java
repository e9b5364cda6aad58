package io.redistinto.server.blocking;

import io.redistinto.server.client.Client;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** A client that waits, and the request that it waits with. */
public final class BlockedClient {
  private final Client client;
  private final Command command;
  private final byte[][] args;
  private final Wait wait;

  /** Its places in the queues of its keys, the first key's first. */
  final List<KeyQueue.Place> places = new ArrayList<>();

  /** What ends the wait when the time is over; null if nothing does. */
  Future<?> timeout;

  BlockedClient(Client client, Command command, byte[][] args, Wait wait) {
    this.client = client;
    this.command = command;
    this.args = args;
    this.wait = wait;
  }

  public Client client() {
    return client;
  }

  public Command command() {
    return command;
  }

  /** The request's arguments, the command's name first. */
  public byte[][] args() {
    return args;
  }

  public Wait waitsFor() {
    return wait;
  }
}
