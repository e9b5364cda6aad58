package io.redistinto.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.server.config.ConfigException;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.ServerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void maxclientsIsLoweredToWhatIsPossible() throws ConfigException {
    ServerConfig config = ServerConfig.of("maxclients", "1000");
    OpenFiles.fit(config, 300, 250);
    assertThat(config.get(Directives.MAXCLIENTS)).isEqualTo(250);
    config.set(List.of("maxclients", "100"));
    config.set(List.of("maxclients", "250"));
    assertThatThrownBy(() -> config.set(List.of("maxclients", "251")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "is not able to handle the specified number of clients, try with 250");
    assertThat(config.get(Directives.MAXCLIENTS)).isEqualTo(250);
  }

  @Test
  void maxclientsStaysWhereItIsPossible() {
    ServerConfig config = ServerConfig.of("maxclients", "1000");
    OpenFiles.fit(config, 1100, 1000);
    assertThat(config.get(Directives.MAXCLIENTS)).isEqualTo(1000);
  }

  @Test
  void withoutRoomForOneClientThereIsNoServer() {
    ServerConfig config = ServerConfig.of("maxclients", "1000");
    assertThatThrownBy(() -> OpenFiles.fit(config, 30, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("30 files");
  }
}
