package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

/** Commands on keys, whatever their values. */
final class KeyCommands {
  private KeyCommands() {}

  static void del(Call call) {
    int deleted = 0;
    for (int arg = 1; arg < call.argc(); arg++) {
      int record = call.find(arg);
      if (record != NO_KEY) {
        call.keyspace().delete(record);
        deleted++;
      }
    }
    call.reply().integer(deleted);
  }

  static void exists(Call call) {
    int existing = 0;
    for (int arg = 1; arg < call.argc(); arg++) {
      existing += call.find(arg) == NO_KEY ? 0 : 1;
    }
    call.reply().integer(existing);
  }
}
