package io.redistinto.server.command;

import io.redistinto.resp.Numbers;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.value.ElementSink;

/** Replies each element of a collection as a bulk string, from where it lies. */
record ElementReplies(ReplyWriter reply) implements ElementSink {
  @Override
  public void bytes(byte[] array, int offset, int length) {
    int at = reply.beginBulk(length);
    reply.buffer().put(at, array, offset, length);
  }

  @Override
  public void integer(long value) {
    int at = reply.beginBulk(Numbers.length(value));
    Numbers.putLong(reply.buffer(), at, value);
  }
}
