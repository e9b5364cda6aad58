package io.redistinto.bench.versus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server to be measured, and how it is to be set up. */
sealed interface Contender {
  /** A word for the tables. */
  String label();

  /** The command that starts it, listening on the loopback address and writing no dumps. */
  List<String> command(Path home, Path dir, int port);

  /** After how many commands it is as fast as it gets. */
  long warmUpCommands();

  /** Runs once its keys are in it. */
  default void prepare(Admin admin) throws IOException {}

  /**
   * Debian's redis-server.
   *
   * @param isFull whether its memory is limited to what it uses once its keys are in it, so that
   *     every further key evicts one
   */
  record Redis(boolean isFull) implements Contender {
    @Override
    public String label() {
      return "redis";
    }

    @Override
    public List<String> command(Path home, Path dir, int port) {
      return List.of(
          "redis-server",
          "--bind",
          "127.0.0.1",
          "--port",
          Integer.toString(port),
          "--dir",
          dir.toString(),
          "--save",
          "",
          "--appendonly",
          "no");
    }

    @Override
    public long warmUpCommands() {
      return 200_000;
    }

    @Override
    public void prepare(Admin admin) throws IOException {
      if (isFull) {
        String used =
            admin
                .call("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .findFirst()
                .orElseThrow(() -> new IOException("INFO without used_memory"))
                .substring("used_memory:".length());
        admin.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", used);
      }
    }
  }

  /**
   * The least that is a server at all, {@code bench/src/main/c/bare.c}: it reads and answers, and
   * knows no key. {@code bench/versus} compiles it where there is a C compiler.
   *
   * @param valueBytes what GET answers
   */
  record Bare(int valueBytes) implements Contender {
    @Override
    public String label() {
      return "bare";
    }

    @Override
    public List<String> command(Path home, Path dir, int port) {
      return List.of(
          home.resolve("bench/target/bare").toString(),
          Integer.toString(port),
          Integer.toString(valueBytes));
    }

    @Override
    public long warmUpCommands() {
      return 100_000;
    }
  }

  /**
   * Redistinto, run by {@code bin/redistinto}.
   *
   * @param label to tell it from another one
   * @param directives beyond its defaults
   */
  record Ours(String label, Map<String, String> directives) implements Contender {
    static Ours with(long entries) {
      return named("ours", entries);
    }

    static Ours named(String label, long entries) {
      return new Ours(label, Map.of("entries", Long.toString(entries)));
    }

    Ours and(Map<String, String> more) {
      Map<String, String> all = new LinkedHashMap<>(directives);
      all.putAll(more);
      return new Ours(label, all);
    }

    /** The JVM compiles for longer than one would think. */
    @Override
    public long warmUpCommands() {
      return 5_000_000;
    }

    @Override
    public List<String> command(Path home, Path dir, int port) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  home.resolve("bin/redistinto").toString(),
                  "--port",
                  Integer.toString(port),
                  "--dir",
                  dir.toString(),
                  "--dump-interval",
                  "0"));
      directives.forEach(
          (name, value) -> {
            words.add("--" + name);
            words.add(value);
          });
      return words;
    }
  }
}
