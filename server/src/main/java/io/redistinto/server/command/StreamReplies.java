package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.value.StreamCursor;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamValue;

/** Replies of stream entries and their IDs. */
final class StreamReplies {
  private StreamReplies() {}

  static void id(ReplyWriter reply, StreamId id) {
    reply.bulkText(id.toString());
  }

  /** An ID, and its fields and values in turn. */
  static void entry(ReplyWriter reply, StreamCursor entry) {
    reply.array(2);
    id(reply, entry.id());
    reply.array(2L * entry.fieldCount());
    entry.read(new ElementReplies(reply));
  }

  /** All entries that a cursor has still to come, up to so many; how many there were. */
  static int entries(ReplyWriter reply, StreamCursor entries, long most) {
    int mark = reply.defer();
    int count = 0;
    while (count < most && entries.next()) {
      entry(reply, entries);
      count++;
    }
    reply.endArray(mark, count);
    return count;
  }

  /** The entry of an ID; false, and nothing is written, if there is none. */
  static boolean entryOf(ReplyWriter reply, StreamValue stream, StreamId id) {
    StreamCursor entry = stream.entries(id, id, false);
    boolean found = entry.next();
    if (found) {
      entry(reply, entry);
    }
    return found;
  }
}
