package io.redistinto.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
  @Timeout(60)
  void runsOnAfterASignalUntilItsKeysAreDumped(@TempDir Path dir) throws Exception {
    assumeFalse(OurServer.STAND_IN);
    Path inTheWay = Files.createDirectory(dir.resolve("k"));
    Path notEmpty = Files.createFile(inTheWay.resolve("file"));
    try (ServerProcess server = OurServer.startProcess("--dir", dir.toString());
        WireClient client = WireClient.connect(server.port())) {
      assertThat(client.ask("SET", "k", "v").raw()).isEqualTo("+OK\r\n");
      server.process().destroy();
      while (!client.ask("INFO", "persistence").raw().contains("rdb_last_bgsave_status:err")) {
        Thread.onSpinWait();
      }
      assertThat(client.ask("GET", "k").raw()).isEqualTo("$1\r\nv\r\n");

      Files.delete(notEmpty);
      Files.delete(inTheWay);
      assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(dir.resolve("k")).hasContent("v");
    }
  }

  @Test
  void leavesAServerInTheBackgroundIfItIsToldTo(@TempDir Path dir) throws Exception {
    assumeFalse(OurServer.STAND_IN);
    Path pidFile = dir.resolve("pid");
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            OurStart.launcher(),
            "--daemonize",
            "yes",
            "--pidfile",
            pidFile.toString(),
            "--port",
            Integer.toString(port),
            "--entries",
            "1000",
            "--dir",
            dir.resolve("data").toString());
    Process process = new ProcessBuilder(command).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();

    ProcessHandle server;
    try (WireClient client = WireClient.connect(port)) {
      assertThat(client.ask("INFO", "server").raw())
          .contains("process_id:" + Files.readString(pidFile).strip());
      server = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
      Process second = new ProcessBuilder(command).start();
      assertThat(new String(second.getErrorStream().readAllBytes(), UTF_8))
          .contains("Cannot start");
      assertThat(second.waitFor()).isNotZero();
      client.ask("SHUTDOWN", "NOSAVE");
    }
    server.onExit().get(30, TimeUnit.SECONDS);
    assertThat(pidFile).doesNotExist();
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
