package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.OutputBufferLimits;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.server.pubsub.KeyEvents;
import io.redistinto.storage.Form;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One call of a command: what was asked, by whom, and where the reply goes. Reused. */
public final class Call {
  /** How many bytes {@link #scratch} has. */
  static final int SCRATCH_BYTES = 4096;

  private static final int MILLIS_PER_SECOND = 1000;

  private final Keyspace keyspace;
  private final ReplyWriter reply;
  private final Services services;
  private final KeyEvents events;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private Client client;
  private Request request;
  private Command command;
  private int replyBegin;

  public Call(Keyspace keyspace, ReplyWriter reply, Services services) {
    this.keyspace = keyspace;
    this.reply = reply;
    this.services = services;
    this.events = services.keyEvents();
  }

  /** Sets what is called. */
  public void set(Client caller, Request asked, Command called) {
    client = caller;
    request = asked;
    command = called;
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  public ReplyWriter reply() {
    return reply;
  }

  /** Where its reply begins among what is written. */
  public int replyBegin() {
    return replyBegin;
  }

  public void replyBegin(int index) {
    replyBegin = index;
  }

  public Services services() {
    return services;
  }

  public Client client() {
    return client;
  }

  public Request request() {
    return request;
  }

  public Command command() {
    return command;
  }

  /** The number of arguments, the command's name included. */
  public int argc() {
    return request.argc();
  }

  /** The database that the client selected. */
  public int database() {
    return client.database();
  }

  /** Some bytes to work with, which are the next call's too. */
  ByteBuffer scratch() {
    return scratch;
  }

  /** Whether an argument is this ASCII word, in any case. */
  public boolean is(int arg, String word) {
    return request.is(arg, word);
  }

  // ---- Keys

  /** The record of the key in an argument, for reading it: counts a hit or miss and a reference. */
  public int read(int arg) {
    return met(
        arg,
        keyspace.read(
            client.database(),
            request.bytes(),
            request.offset(arg),
            request.length(arg),
            hash(arg)));
  }

  /** The record of the key in an argument, for asking of the key: counts a hit or miss. */
  public int peek(int arg) {
    return met(arg, inspect(arg));
  }

  /** As {@link #peek}, for OBJECT: that there is no such key is no event. */
  int inspect(int arg) {
    return keyspace.peek(
        client.database(), request.bytes(), request.offset(arg), request.length(arg), hash(arg));
  }

  /** The record that reading a key found; that none was found is an event. */
  private int met(int arg, int record) {
    if (record == Keyspace.NO_KEY) {
      event(EventClass.MISS, "keymiss", arg);
    }
    return record;
  }

  /** The record of the key in an argument, for writing it. */
  public int find(int arg) {
    return keyspace.find(
        client.database(), request.bytes(), request.offset(arg), request.length(arg), hash(arg));
  }

  private long hash(int keyArg) {
    return request.isHashed(keyArg)
        ? request.hash()
        : keyspace.hash(request.bytes(), request.offset(keyArg), request.length(keyArg));
  }

  /** Refuses a key whose value is of another type. */
  public void checkType(int record, ValueType type) {
    if (keyspace.type(record) != type) {
      throw new CommandException(CommandException.WRONG_TYPE);
    }
  }

  /** The record of the string in an argument's key, for reading it; another type is refused. */
  int readString(int arg) {
    return checkedString(read(arg));
  }

  /** The record of the string in an argument's key, for writing it; another type is refused. */
  int findString(int arg) {
    return checkedString(find(arg));
  }

  private int checkedString(int record) {
    if (record != Keyspace.NO_KEY) {
      checkType(record, ValueType.STRING);
    }
    return record;
  }

  /** When the key of a record expires; a key that is not there does not. */
  long deadline(int record) {
    return record == Keyspace.NO_KEY ? Keyspace.NO_DEADLINE : keyspace.deadline(record);
  }

  /** The length of a record's string; none has 0 bytes. */
  int length(int record) {
    return record == Keyspace.NO_KEY ? 0 : keyspace.length(record);
  }

  /** Gives the key in an argument, whose record is known, the string in another argument. */
  void setString(int record, int keyArg, int valueArg, long deadlineMillis) {
    setString(
        record,
        keyArg,
        request.bytes(),
        request.offset(valueArg),
        request.length(valueArg),
        deadlineMillis);
  }

  /** Gives the key in an argument, whose record is known, a string value; the key's record. */
  int setString(
      int record, int keyArg, ByteBuffer value, int offset, int length, long deadlineMillis) {
    return keyspace.setString(
        record,
        database(),
        request.bytes(),
        request.offset(keyArg),
        request.length(keyArg),
        value,
        offset,
        length,
        deadlineMillis);
  }

  /** Gives the key in an argument, whose record is known, a string in this form. */
  void setString(int record, int keyArg, byte[] value, long deadlineMillis, Form form) {
    keyspace.setString(
        record,
        database(),
        request.bytes(),
        request.offset(keyArg),
        request.length(keyArg),
        ByteBuffer.wrap(value),
        0,
        value.length,
        deadlineMillis,
        form);
  }

  /** Writes a part of the string that the first argument's key, whose record is known, has. */
  int writeRange(int record, int from, ByteBuffer bytes, int offset, int length) {
    return keyspace.writeRange(
        record,
        database(),
        request.bytes(),
        request.offset(1),
        request.length(1),
        from,
        bytes,
        offset,
        length);
  }

  /** Removes the key in an argument, whose record is known, and tells of it. */
  public void delete(int record, int keyArg) {
    keyspace.delete(record);
    event(EventClass.GENERIC, "del", keyArg);
  }

  // ---- Collections

  /**
   * The collection of the key in an argument, for reading it, or null if there is none; another
   * type is refused.
   */
  Value readCollection(int arg, ValueType type) {
    int record = read(arg);
    if (record == Keyspace.NO_KEY) {
      return null;
    }
    checkType(record, type);
    return keyspace.collection(record);
  }

  /** The record of the key in an argument, for writing it; another type is refused. */
  int find(int arg, ValueType type) {
    int record = find(arg);
    if (record != Keyspace.NO_KEY) {
      checkType(record, type);
    }
    return record;
  }

  /**
   * Stores the changed collection of the key in an argument, or removes it with its last element.
   */
  int store(int record, int keyArg, Value value) {
    return keyspace.store(
        record, database(), request.bytes(), request.offset(keyArg), request.length(keyArg), value);
  }

  /** Gives the key in an argument a collection and a deadline, whatever it held. */
  int store(int record, int keyArg, Value value, long deadlineMillis) {
    return keyspace.store(
        record,
        database(),
        request.bytes(),
        request.offset(keyArg),
        request.length(keyArg),
        value,
        deadlineMillis);
  }

  /**
   * Finds room for what a collection that is an object may grow; what is packed finds it when it is
   * stored.
   */
  void beforeChange(int record, Value value, long growthBytes) {
    if (record != Keyspace.NO_KEY && value.form() == Form.OBJECT) {
      keyspace.edit(record, growthBytes);
    }
  }

  /** Stores the changed collection of an argument's key, and tells of it. */
  void store(int record, int keyArg, Value value, EventClass events, String event) {
    store(record, keyArg, value);
    event(events, event, keyArg);
    if (value.isGone()) {
      event(EventClass.GENERIC, "del", keyArg);
    }
  }

  // ---- Arguments

  /** An integer argument; its error is Redis's. */
  public long integer(int arg) {
    if (!request.isLong(arg)) {
      throw new CommandException(CommandException.NOT_AN_INTEGER);
    }
    return request.toLong(arg);
  }

  /** An integer argument within bounds; outside them the error is Redis's. */
  public long integer(int arg, long least, long most, String error) {
    if (!request.isLong(arg)) {
      throw new CommandException(error);
    }
    long value = request.toLong(arg);
    if (value < least || value > most) {
      throw new CommandException(error);
    }
    return value;
  }

  /** An integer argument within bounds, which Redis's error names. */
  long integer(int arg, long least, long most) {
    long value = integer(arg);
    if (value < least || value > most) {
      throw new CommandException(
          CommandException.OUT_OF_RANGE + ", value must between " + least + " and " + most);
    }
    return value;
  }

  /** The argument's bytes, one character each. */
  public String text(int arg) {
    return request.toText(arg);
  }

  /** The argument as Redis shows it in errors: up to its first zero byte. */
  public String shown(int arg) {
    return request.toCText(arg);
  }

  public CommandException syntaxError() {
    return new CommandException(CommandException.SYNTAX);
  }

  /** As Redis refuses a subcommand's arguments where it counts them itself. */
  CommandException unknownSubcommandOrArity() {
    String container = command.fullName().substring(0, command.fullName().indexOf('|'));
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + text(1)
            + "'. Try "
            + container.toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  public CommandException wrongNumberOfArguments() {
    return new CommandException(
        "ERR wrong number of arguments for '" + command.fullName() + "' command");
  }

  /**
   * A timeout in seconds as milliseconds, rounded up; 0 for none. Its errors are Redis's, for whom
   * what is too long for 64 bits is negative.
   */
  public long timeoutSeconds(int arg) {
    LongDouble seconds =
        request.length(arg) > LongDouble.MOST_CHARACTERS ? null : LongDouble.parse(text(arg));
    if (seconds == null) {
      throw new CommandException("ERR timeout is not a float or out of range");
    }
    if (seconds.isInfinite()) {
      return notNegative(-1);
    }
    // What does not fit in 64 bits Redis 7.0 takes for negative, and what goes past its calendar
    // for a time that never comes.
    BigInteger millis = seconds.timesCeiling(MILLIS_PER_SECOND);
    long greatest = Long.MAX_VALUE - services.clock().millis();
    return notNegative(
        millis.bitLength() < Long.SIZE ? Math.min(millis.longValue(), greatest) : -1);
  }

  /** A timeout in milliseconds, 0 for none; its errors are Redis's. */
  public long timeoutMillis(int arg) {
    return notNegative(
        integer(
            arg, Long.MIN_VALUE, Long.MAX_VALUE, "ERR timeout is not an integer or out of range"));
  }

  private static long notNegative(long timeoutMillis) {
    if (timeoutMillis < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    return timeoutMillis;
  }

  // ---- Waiting

  /**
   * Lets the client wait, if it may; else it is answered as if it had waited in vain. The running
   * command writes no reply.
   */
  public void block(Wait wait) {
    if (client.isBlockingDenied()) {
      wait.inVain().accept(reply);
    } else {
      services.block(this, wait);
    }
  }

  // ---- Events

  /** Tells who listens to key events what happened to the key in an argument. */
  public void event(EventClass eventClass, String event, int keyArg) {
    if (events.wants(eventClass)) {
      events.publish(event, client.database(), request.toBytes(keyArg));
    }
  }

  /** Tells who listens to key events what happened to a key of the selected database. */
  public void event(EventClass eventClass, String event, byte[] key) {
    event(eventClass, event, client.database(), key);
  }

  /** Tells who listens to key events what happened to a key. */
  public void event(EventClass eventClass, String event, int database, byte[] key) {
    if (events.wants(eventClass)) {
      events.publish(event, database, key);
    }
  }

  // ---- Replies

  /**
   * Whether there is sense in replying more: a client is disconnected that has more bytes waiting
   * than its output buffer limit. For replies that can be of any length.
   */
  boolean replyMayGrow() {
    OutputBufferLimits limits = services.config().get(Directives.CLIENT_OUTPUT_BUFFER_LIMIT);
    long most = limits.of(client.isSubscriber()).hardBytes();
    return most == 0 || reply.size() < most;
  }

  /** Replies a string value as it lies in the entries. */
  public void replyValue(int record) {
    replyValue(record, 0, keyspace.length(record));
  }

  /** Replies {@code length} bytes of a string value, from its byte {@code from} on. */
  void replyValue(int record, int from, int length) {
    int at = reply.beginBulk(length);
    keyspace.read(record, from, reply.buffer(), at, length);
  }

  /** Replies the string of a record, or nil if there is none. */
  void replyString(int record) {
    if (record == Keyspace.NO_KEY) {
      reply.nullBulk();
    } else {
      replyValue(record);
    }
  }

  /** Replies a text for a person to read, which RESP3 can say it is. */
  public void replyText(String text) {
    reply.verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replies a record's key. */
  public void replyKey(int record) {
    int at = reply.beginBulk(keyspace.keyLength(record));
    ByteBuffer buffer = reply.buffer();
    keyspace.readKey(record, buffer, at);
  }
}
