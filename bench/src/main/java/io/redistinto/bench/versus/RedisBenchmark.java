package io.redistinto.bench.versus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's redis-benchmark, and what its report says. */
final class RedisBenchmark implements Loader {
  private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";
  private static final Pattern THROUGHPUT =
      Pattern.compile("throughput summary: " + NUMBER + " requests per second");
  private static final Pattern COMPLETED = Pattern.compile("([0-9]+) requests completed in ");
  private static final Pattern PERCENTILE =
      Pattern.compile(NUMBER + "% <= " + NUMBER + " milliseconds");

  /** avg, min, p50, p95, p99, max. */
  private static final Pattern LATENCIES =
      Pattern.compile("p99 +max\\s+" + (NUMBER + " +").repeat(5) + NUMBER);

  @Override
  public Result run(Load load, long commands, Duration limit, int port)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("versus", ".txt");
    output.toFile().deleteOnExit();
    try {
      Process process =
          new ProcessBuilder(arguments(load, commands, port))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("redis-benchmark did not end in time");
        }
      } finally {
        process.destroyForcibly();
      }
      // Its progress is drawn over itself; replies that are quoted may hold any byte.
      String report = Files.readString(output, StandardCharsets.ISO_8859_1).replace('\r', '\n');
      if (process.exitValue() != 0) {
        throw new IOException("redis-benchmark failed: " + lastLine(report));
      }
      return parse(report);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  static List<String> arguments(Load load, long commands, int port) {
    List<String> arguments = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1"));
    arguments.addAll(List.of("-p", Integer.toString(port)));
    arguments.addAll(List.of("-c", Integer.toString(Load.CONNECTIONS)));
    arguments.addAll(List.of("-P", Integer.toString(load.pipeline())));
    if (load.keyCount() > 0) {
      arguments.addAll(List.of("-r", Integer.toString(load.keyCount())));
    }
    arguments.addAll(List.of("-n", Long.toString(commands), "--precision", "3"));
    arguments.addAll(load.benchmarkWords());
    return arguments;
  }

  /** Reads the report of one test. */
  static Result parse(String report) throws IOException {
    if (report.contains("Error from server")) {
      throw new IOException(
          report.substring(report.indexOf("Error from server")).lines().findFirst().orElseThrow());
    }
    long commands = Long.parseLong(find(COMPLETED, report).group(1));
    double perSecond = Double.parseDouble(find(THROUGHPUT, report).group(1));
    Matcher latencies = find(LATENCIES, report);
    return new Result(
        commands,
        commands / perSecond,
        0,
        new Latency(
            Double.parseDouble(latencies.group(3)),
            Double.parseDouble(latencies.group(5)),
            percentile(99.9, report)));
  }

  /** The distribution has a line for every halving of what is left of 100 %. */
  private static double percentile(double percent, String report) throws IOException {
    Matcher line = find(PERCENTILE, report);
    while (Double.parseDouble(line.group(1)) < percent) {
      if (!line.find()) {
        throw unexpected(report);
      }
    }
    return Double.parseDouble(line.group(2));
  }

  private static Matcher find(Pattern pattern, String report) throws IOException {
    Matcher matcher = pattern.matcher(report);
    if (!matcher.find()) {
      throw unexpected(report);
    }
    return matcher;
  }

  private static IOException unexpected(String report) {
    return new IOException("redis-benchmark reported something unexpected: " + lastLine(report));
  }

  private static String lastLine(String report) {
    String stripped = report.strip();
    return stripped.substring(stripped.lastIndexOf('\n') + 1);
  }
}
