package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.redistinto.resp.Request;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that caches live on allocate nothing, nor does their lookup by name. */
class CommandAllocationTest {
  private static final int CALLS = 100_000;

  private final Commands commands = new Commands();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET k",
        "GET none",
        "SET k value",
        "UPDATE k value",
        "INCR n",
        "DECRBY n 2",
        "MGET k none",
        "MSET k v n 1",
        "SETRANGE k 2 v",
        "GETRANGE k 0 -1",
        "SETBIT k 7 1",
        "GETBIT k 1",
        "BITCOUNT k",
        "DEL none another",
        "EXISTS k none k",
        "TOUCH k none"
      })
  void isNone(String line) {
    commands.run("SET k v");
    Request request = Request.of(line.split(" "));
    run(request);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    run(request);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertThat((double) allocated / CALLS).as("bytes a call").isLessThan(1.0);
  }

  private void run(Request request) {
    for (int i = 0; i < CALLS; i++) {
      commands.call(request);
      commands.forgetReply();
    }
  }
}
