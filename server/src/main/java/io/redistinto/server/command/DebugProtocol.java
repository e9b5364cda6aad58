package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The replies of DEBUG PROTOCOL, one of each kind, by which clients test their parsers. */
@SuppressWarnings("ImmutableEnumChecker") // the examples capture nothing
enum DebugProtocol {
  STRING(reply -> reply.bulkText("Hello World")),
  INTEGER(reply -> reply.integer(12345)),
  DOUBLE(reply -> reply.number(3.141)),
  BIGNUM(reply -> reply.bigNumber("1234567999999999999999999999999999999")),
  NULL(ReplyWriter::nullBulk),
  ARRAY(
      reply -> {
        reply.array(3);
        integers(reply);
      }),
  SET(
      reply -> {
        reply.set(3);
        integers(reply);
      }),
  MAP(DebugProtocol::map),
  ATTRIB(DebugProtocol::attribute),
  PUSH(DebugProtocol::push),
  VERBATIM(
      reply ->
          reply.verbatim("txt", "This is a verbatim\nstring".getBytes(StandardCharsets.US_ASCII))),
  TRUE(reply -> reply.bool(true)),
  FALSE(reply -> reply.bool(false));

  private final Consumer<ReplyWriter> example;

  DebugProtocol(Consumer<ReplyWriter> example) {
    this.example = example;
  }

  /** {@code DEBUG PROTOCOL type} */
  static void reply(Call call) {
    for (DebugProtocol type : values()) {
      if (call.is(2, type.name())) {
        type.example.accept(call.reply());
        return;
      }
    }
    throw new CommandException(
        "ERR Wrong protocol type name. Please use one of the following: " + names("|"));
  }

  private static String names(String separator) {
    return Arrays.stream(values())
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(separator));
  }

  private static void integers(ReplyWriter reply) {
    for (int i = 0; i < 3; i++) {
      reply.integer(i);
    }
  }

  private static void map(ReplyWriter reply) {
    reply.map(3);
    for (int i = 0; i < 3; i++) {
      reply.integer(i);
      reply.bool(i == 1);
    }
  }

  private static void attribute(ReplyWriter reply) {
    if (reply.protocol() == 3) {
      reply.raw("|1\r\n".getBytes(StandardCharsets.US_ASCII));
      reply.bulkText("key-popularity");
      reply.array(2);
      reply.bulkText("key:123");
      reply.integer(90);
    }
    reply.bulkText("Some real reply following the attribute");
  }

  private static void push(ReplyWriter reply) {
    if (reply.protocol() == 2) {
      throw new CommandException("ERR RESP2 is not supported by this command");
    }
    reply.push(2);
    reply.bulkText("server-cpu-usage");
    reply.integer(42);
    reply.bulkText("Some real reply following the push reply");
  }
}
