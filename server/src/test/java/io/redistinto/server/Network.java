package io.redistinto.server;

import io.redistinto.server.net.Transports;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** A way that bytes can take from the sockets to the engine. */
record Network(Transports transport, int ioThreads) {
  /** Every transport that loads here, with the engine on the event loop and beside it. */
  static Stream<Network> all() {
    return Arrays.stream(Transports.values())
        .filter(Transports::isAvailable)
        .flatMap(transport -> Stream.of(new Network(transport, 1), new Network(transport, 3)));
  }

  /** The directives for it, and others. */
  String[] with(String... directives) {
    Stream<String> own =
        Stream.of(
            "transport",
            transport.name().toLowerCase(Locale.ROOT),
            "io-threads",
            Integer.toString(ioThreads));
    return Stream.concat(own, Arrays.stream(directives)).toArray(String[]::new);
  }
}
