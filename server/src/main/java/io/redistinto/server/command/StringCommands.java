package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;

/** Commands on string values. */
final class StringCommands {
  private StringCommands() {}

  static void get(Call call) {
    int record = call.read(1);
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.replyValue(record);
    }
  }

  static void set(Call call) {
    Request request = call.request();
    call.keyspace()
        .setString(
            call.find(1),
            call.database(),
            request.bytes(),
            request.offset(1),
            request.length(1),
            request.bytes(),
            request.offset(2),
            request.length(2),
            NO_DEADLINE);
    call.reply().ok();
  }
}
