package io.redistinto.server.command;

import io.redistinto.resp.Request;
import java.util.List;

/** Finds the keys of requests whose {@link KeySpec}s cannot say all. */
@FunctionalInterface
interface KeyExtractor {
  /** The keys of a request of enough arguments; none if it is not one that can be run. */
  List<KeyReference> keys(Request request);
}
