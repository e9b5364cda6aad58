package io.redistinto.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.redistinto.resp.RespLimits;
import io.redistinto.server.client.Clients;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.config.ConfigException;
import io.redistinto.server.config.ServerConfig;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protected mode: who is served while there is no password. */
class GatekeeperTest {
  @ParameterizedTest
  @CsvSource({
    // from           mode  password  served
    "127.0.0.1,       yes,  '',       true",
    "127.9.9.9,       yes,  '',       true",
    "::1,             yes,  '',       true",
    "10.0.0.1,        yes,  '',       false",
    "192.168.1.7,     yes,  '',       false",
    "0.0.0.0,         yes,  '',       false",
    "::,              yes,  '',       false",
    "fe80::1,         yes,  '',       false",
    "::ffff:10.0.0.1, yes,  '',       false",
    "10.0.0.1,        yes,  secret,   true",
    "10.0.0.1,        no,   '',       true",
    "fe80::1,         no,   '',       true",
  })
  void withoutAPasswordOnlyLoopbackIsServed(
      String from, String mode, String password, boolean served) {
    ServerConfig config = ServerConfig.of("protected-mode", mode, "requirepass", password);
    String refusal = gatekeeper(config).refusal(new ChannelFrom(from));
    if (served) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).startsWith("DENIED ");
    }
  }

  @Test
  void changesTakeEffectForTheNextConnection() throws ConfigException {
    ServerConfig config = ServerConfig.defaults();
    Gatekeeper gatekeeper = gatekeeper(config);
    assertThat(gatekeeper.refusal(new ChannelFrom("10.0.0.1"))).isNotNull();
    config.set(List.of("requirepass", "secret"));
    assertThat(gatekeeper.refusal(new ChannelFrom("10.0.0.1"))).isNull();
    config.set(List.of("requirepass", "", "protected-mode", "no"));
    assertThat(gatekeeper.refusal(new ChannelFrom("10.0.0.1"))).isNull();
    assertThat(gatekeeper.statistics().rejectedConnections).isEqualTo(1);
  }

  private static Gatekeeper gatekeeper(ServerConfig config) {
    Map<String, Object> services =
        Map.of(
            "config", config,
            "clients", new Clients(),
            "statistics", new ServerStatistics(0));
    return new Gatekeeper(
        (Services)
            Proxy.newProxyInstance(
                GatekeeperTest.class.getClassLoader(),
                new Class<?>[] {Services.class},
                (proxy, method, args) -> services.get(method.getName())),
        new RespLimits());
  }

  private static final class ChannelFrom extends EmbeddedChannel {
    private final String host;

    ChannelFrom(String host) {
      this.host = host;
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(host, 12345);
    }
  }
}
