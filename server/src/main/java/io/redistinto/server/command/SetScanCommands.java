package io.redistinto.server.command;

import io.redistinto.storage.value.SetValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Commands that go through a set's members, or pick some at random. */
final class SetScanCommands {
  private SetScanCommands() {}

  static void sscan(Call call) {
    long cursor = ScanOptions.cursor(call, 2);
    SetValue set = SetCommands.read(call);
    List<byte[]> members = new ArrayList<>();
    long next = 0;
    if (set != null) {
      ScanOptions options = ScanOptions.parse(call, 3, false);
      next =
          set.scan(
              cursor,
              options.count(),
              member -> {
                if (options.wants(member)) {
                  members.add(member);
                }
              });
    }
    ScanCommands.replyScan(call, next, members);
  }

  static void srandmember(Call call) {
    if (call.argc() > 2) {
      randomMembers(call);
      return;
    }
    SetValue set = SetCommands.read(call);
    if (set == null) {
      call.reply().nullBulk();
    } else {
      call.reply().bulk(set.random(call.keyspace().random()));
    }
  }

  /** A positive count asks for different members, a negative one for so many draws. */
  private static void randomMembers(Call call) {
    if (call.argc() > 3) {
      throw call.syntaxError();
    }
    long count = call.integer(2);
    if (count == Long.MIN_VALUE) {
      throw new CommandException(
          "ERR value is out of range, value must between %d and %d"
              .formatted(-Long.MAX_VALUE, Long.MAX_VALUE));
    }
    SetValue set = SetCommands.read(call);
    long members = set == null ? 0 : count < 0 ? -count : Math.min(count, set.size());
    call.reply().array(members);
    SplittableRandom random = call.keyspace().random();
    if (members > 0 && count > 0) {
      set.sample(members, random, call.reply()::bulk);
    } else {
      for (long i = 0; i < members && call.replyMayGrow(); i++) {
        call.reply().bulk(set.random(random));
      }
    }
  }
}
