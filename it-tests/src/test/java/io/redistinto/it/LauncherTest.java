package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server as a person starts it: a process that answers, and ends when it is told to. */
class LauncherTest {

  @Test
  void answersOnThePortItWasGiven() {
    try (ServerProcess server = OurServer.startProcess();
        WireClient client = WireClient.connect(server.port())) {
      assertThat(client.ask("SET", "k", "v").raw()).isEqualTo("+OK\r\n");
      assertThat(client.ask("GET", "k").raw()).isEqualTo("$1\r\nv\r\n");
    }
  }

  @Test
  void endsOnShutdown() throws InterruptedException {
    try (ServerProcess server = OurServer.startProcess();
        WireClient client = WireClient.connect(server.port())) {
      assertThat(client.ask("SHUTDOWN", "NOSAVE").parsed().readable()).isEqualTo("(closed)");
      assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
    }
  }

  @Test
  void endsOnATerminationSignal() throws InterruptedException {
    try (ServerProcess server = OurServer.startProcess()) {
      server.process().destroy();
      assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void refusesAnUnknownDirective() {
    try (ServerProcess server = OurServer.startProcess("--no-such-directive", "x")) {
      assertThat(server.port()).as("it started all the same").isNegative();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("no-such-directive");
    }
  }
}
