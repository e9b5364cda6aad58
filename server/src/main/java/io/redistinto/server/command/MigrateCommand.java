package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code MIGRATE host port key|"" database timeout [COPY] [REPLACE] [AUTH password | AUTH2 user
 * password] [KEYS key ...]}: hands keys over to another server, by RESTORE, and removes those here
 * that it took. No other command runs meanwhile, as in Redis: each key is on one of the two
 * servers.
 */
final class MigrateCommand {
  private static final int HOST = 1;
  private static final int PORT = 2;
  private static final int KEY = 3;
  private static final int DATABASE = 4;
  private static final int TIMEOUT = 5;
  private static final int FIRST_OPTION = 6;
  private static final int MOST_PORT = 65_535;
  private static final long USUAL_TIMEOUT_MILLIS = 1000;

  private final Call call;
  private boolean copies;
  private boolean replaces;

  /** AUTH and what it is given; null if the target asks for nothing. */
  private byte[][] login;

  private int firstKey = KEY;
  private int lastKey = KEY;

  /** What the target said against it first, or null. */
  private String refusal;

  private MigrateCommand(Call call) {
    this.call = call;
  }

  static void migrate(Call call) {
    MigrateCommand command = new MigrateCommand(call);
    command.parse();
    command.run();
  }

  /** Passwords. */
  static boolean isSecret(Request request, int arg) {
    for (int option = FIRST_OPTION; option < arg; option++) {
      if (request.is(option, "KEYS")) {
        return false;
      }
      int words = request.is(option, "AUTH") ? 1 : request.is(option, "AUTH2") ? 2 : 0;
      if (arg <= option + words) {
        return true;
      }
      option += words;
    }
    return false;
  }

  private void parse() {
    for (int arg = FIRST_OPTION; arg < call.argc(); arg++) {
      int more = call.argc() - 1 - arg;
      if (call.is(arg, "COPY")) {
        copies = true;
      } else if (call.is(arg, "REPLACE")) {
        replaces = true;
      } else if (call.is(arg, "AUTH") && more >= 1) {
        login = login(++arg, 1);
      } else if (call.is(arg, "AUTH2") && more >= 2) {
        login = login(arg + 1, 2);
        arg += 2;
      } else if (call.is(arg, "KEYS")) {
        if (call.request().length(KEY) > 0) {
          throw new CommandException(
              "ERR When using MIGRATE KEYS option, the key argument must be set to the empty"
                  + " string");
        }
        firstKey = arg + 1;
        lastKey = call.argc() - 1;
        return;
      } else {
        throw call.syntaxError();
      }
    }
  }

  private byte[][] login(int firstArg, int count) {
    byte[][] words = new byte[1 + count][];
    words[0] = TargetServer.bytes("AUTH");
    for (int i = 0; i < count; i++) {
      words[1 + i] = call.request().toBytes(firstArg + i);
    }
    return words;
  }

  private void run() {
    long asked = call.integer(TIMEOUT);
    long timeoutMillis = asked <= 0 ? USUAL_TIMEOUT_MILLIS : asked;
    long database = call.integer(DATABASE);
    List<Integer> keyArgs = existing();
    if (keyArgs.isEmpty()) {
      call.reply().simple("NOKEY");
      return;
    }
    try (TargetServer target = connect(timeoutMillis)) {
      send(target, database, keyArgs);
      handOver(target, keyArgs);
    } catch (IOException unanswered) {
      throw failure("reading to target instance");
    }
    if (refusal != null) {
      throw new CommandException("ERR Target instance replied with error: " + refusal);
    }
    call.reply().ok();
  }

  private List<Integer> existing() {
    List<Integer> args = new ArrayList<>();
    for (int arg = firstKey; arg <= lastKey; arg++) {
      if (call.read(arg) != NO_KEY) {
        args.add(arg);
      }
    }
    return args;
  }

  /** As in Redis, that nobody listens there shows when something is to be written. */
  private TargetServer connect(long timeoutMillis) {
    try {
      return TargetServer.connect(call.text(HOST), port(), timeoutMillis);
    } catch (ConnectException refused) {
      throw failure("writing to target instance");
    } catch (IOException failure) {
      throw failure("connecting to the client");
    }
  }

  /** What is no number is port 0, at which nobody listens. */
  private int port() throws IOException {
    if (!call.request().isLong(PORT)) {
      return 0;
    }
    long port = call.integer(PORT);
    if (port < 0 || port > MOST_PORT) {
      throw new IOException("no port: " + port);
    }
    return (int) port;
  }

  private void send(TargetServer target, long database, List<Integer> keyArgs) {
    try {
      if (login != null) {
        target.send(login);
      }
      target.send(TargetServer.bytes("SELECT"), TargetServer.bytes(Long.toString(database)));
      for (int arg : keyArgs) {
        target.send(restore(arg));
      }
    } catch (IOException failure) {
      throw failure("writing to target instance");
    }
  }

  private byte[][] restore(int keyArg) {
    int record = call.find(keyArg);
    List<byte[]> words = new ArrayList<>();
    words.add(TargetServer.bytes("RESTORE"));
    words.add(call.request().toBytes(keyArg));
    words.add(TargetServer.bytes(Long.toString(ttlMillis(record))));
    words.add(DumpCommands.payload(call.keyspace(), record));
    if (replaces) {
      words.add(TargetServer.bytes("REPLACE"));
    }
    return words.toArray(byte[][]::new);
  }

  private long ttlMillis(int record) {
    long deadlineMillis = call.deadline(record);
    return deadlineMillis == NO_DEADLINE
        ? 0
        : Math.max(1, deadlineMillis - call.services().clock().millis());
  }

  /** Removes what the target took. A key may have been named, and removed, before. */
  private void handOver(TargetServer target, List<Integer> keyArgs) throws IOException {
    boolean refused = false;
    if (login != null) {
      refused = isRefused(target.reply());
    }
    refused |= isRefused(target.reply());
    for (int arg : keyArgs) {
      boolean taken = !isRefused(target.reply()) && !refused;
      int record = taken && !copies ? call.find(arg) : NO_KEY;
      if (record != NO_KEY) {
        call.delete(record, arg);
      }
    }
  }

  /** What answers neither yes nor no may be no server of this kind, and gets nothing. */
  private boolean isRefused(String reply) throws IOException {
    if (reply.equals("+OK")) {
      return false;
    }
    if (!reply.startsWith("-")) {
      throw new IOException("no reply that is known: " + reply);
    }
    if (refusal == null) {
      refusal = reply.substring(1);
    }
    return true;
  }

  private static CommandException failure(String doing) {
    return new CommandException("IOERR error or timeout " + doing);
  }
}
