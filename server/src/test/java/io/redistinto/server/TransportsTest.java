package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.redistinto.server.config.Transport;
import io.redistinto.server.net.Transports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTest {
  @TempDir Path dir;

  @Test
  void autoIsEpollWhereItLoadsElseNio() {
    assertThat(Transports.choose(Transport.AUTO))
        .isEqualTo(Transports.EPOLL.isAvailable() ? Transports.EPOLL : Transports.NIO);
    assertThatCode(() -> Transports.choose(Transport.NIO)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "io_uring"})
  void whatDoesNotLoadEndsTheStartWithOneLine(String transport) throws Exception {
    Process process =
        mainWithoutNativeCode("--transport", transport, "--dir", dir.toString(), "--entries", "8");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output.lines())
        .singleElement()
        .asString()
        .startsWith("Cannot start: transport " + transport + " does not load on this machine");
  }

  private static Process mainWithoutNativeCode(String... args) throws IOException {
    List<String> command = ChildServer.java("-Dio.netty.transport.noNative=true");
    command.add(Main.class.getName());
    command.addAll(Arrays.asList(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
