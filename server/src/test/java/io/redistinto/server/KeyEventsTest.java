package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events that no command says: of keys that expire, give way to others or are read from disk. */
@Timeout(60)
class KeyEventsTest {
  @TempDir Path dir;

  @Test
  void aKeyThatGivesWayIsToldOnce() throws IOException {
    try (TestServer server = TestServer.start(dir, "notify-keyspace-events", "KEe")) {
      TestClient listener = server.connect();
      listener.call("PSUBSCRIBE", "__key*");
      TestClient client = server.connect();
      for (int i = 0; i < 9; i++) {
        client.call("SET", "k" + i, "v");
      }
      assertThat(listener.reply()).isEqualTo("[pmessage, __key*, __keyspace@0__:k0, evicted]");
      assertThat(listener.reply()).isEqualTo("[pmessage, __key*, __keyevent@0__:evicted, k0]");
      assertThat(listener.call("PING")).isEqualTo("[pong, ]");
    }
  }

  @Test
  void aKeyThatNobodyAsksForIsToldWhenItExpires() throws IOException {
    try (TestServer server = TestServer.start(dir, "notify-keyspace-events", "Ex", "hz", "500")) {
      TestClient listener = server.connect();
      listener.call("SUBSCRIBE", "__keyevent@3__:expired");
      TestClient client = server.connect();
      client.call("SELECT", "3");
      client.call("SET", "k", "v", "PX", "1");
      server.advanceMillis(1);
      assertThat(listener.reply()).isEqualTo("[message, __keyevent@3__:expired, k]");
    }
  }

  @Test
  void aKeyThatIsReadFromDiskIsNoNews() throws IOException {
    try (TestServer server = TestServer.start(dir)) {
      server.connect().call("SET", "old", "v");
    }
    try (TestServer server = TestServer.start(dir, "notify-keyspace-events", "Kn")) {
      TestClient listener = server.connect();
      listener.call("PSUBSCRIBE", "*");
      TestClient client = server.connect();
      client.call("SET", "old", "w");
      client.call("SET", "new", "w");
      assertThat(listener.reply()).isEqualTo("[pmessage, *, __keyspace@0__:new, new]");
    }
  }
}
