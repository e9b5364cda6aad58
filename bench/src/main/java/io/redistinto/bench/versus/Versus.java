package io.redistinto.bench.versus;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench/versus}. */
@Command(
    name = "versus",
    sortOptions = false,
    description =
        "Runs redis-server and Redistinto in turn under the same loads and compares them. Exits with"
            + " 1 if a bar is missed, 2 if an option is wrong, 3 if something else is.")
final class Versus implements Callable<Integer> {
  private static final int REACHED = 0;
  private static final int MISSED = 1;
  private static final int FAILED = 3;

  private static final int PAIRS = 5;
  private static final int QUICK_PAIRS = 3;
  private static final long QUICK_DIVISOR = 10;
  private static final Duration QUICK_BUDGET = Duration.ofSeconds(6); // four workloads, 45 seconds
  private static final Duration NO_BUDGET = Duration.ofDays(1);
  private static final Set<String> QUICK = Set.of("set-p1", "get-p1", "set-p16", "get-p16");

  private final Path home;
  private final PrintStream out;

  @Spec private CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description =
          "fast, strings at every length of pipeline and every size, or everyday, redis-benchmark's"
              + " own tests and collections, or ceiling, a bare server in C in place of Redistinto."
              + " Default: fast.")
  private Suite suite = Suite.FAST;

  @Option(names = "--pairs", paramLabel = "N", description = "Runs of each server. Default: 5.")
  private Integer pairs;

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "Only workloads with such a name. Can be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--quick",
      description =
          "Within 45 seconds: the workloads of pipeline 1 and 16 with a tenth of the commands, 3"
              + " pairs if there is time, and the same two servers for all of them.")
  private boolean isQuick;

  @Option(
      names = "--bar",
      paramLabel = "WORKLOAD.METRIC=RATIO",
      description = "Another bar. Can be repeated; --list has the names.")
  private Map<String, Double> bars = new LinkedHashMap<>();

  @Option(
      names = "--ours",
      paramLabel = "DIRECTIVE=VALUE",
      description = "A directive for Redistinto, such as transport=io_uring. Can be repeated.")
  private Map<String, String> directives = new LinkedHashMap<>();

  @Option(
      names = "--write",
      description = "Write the suite's page in docs and its chart. For all workloads only.")
  private boolean isWriting;

  @Option(
      names = "--list",
      description = "Print the workloads and their bars, and measure nothing.")
  private boolean isListing;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean isHelp;

  Versus(Path home, PrintStream out) {
    this.home = home;
    this.out = out;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine(Path.of(System.getProperty("versus.home", ".")), out).execute(args));
  }

  /**
   * The command with its options.
   *
   * @param home the directory of bin/redistinto's parent
   */
  static CommandLine commandLine(Path home, PrintStream out) {
    return new CommandLine(new Versus(home, out))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("versus: " + failure.getMessage());
              return FAILED;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Workload> workloads = workloads();
    if (isListing) {
      list(workloads);
      return REACHED;
    }
    Runner.Plan plan = plan();
    Map<String, String> machine = Machine.facts(home); // sees all cores, so first
    Cores.moveToLoaderCore();
    machine.forEach((name, value) -> out.printf("%s: %s%n", name, value));
    out.println();

    Console console = new Console(out);
    List<Comparison> comparisons = new ArrayList<>();
    try (Runner runner = new Runner(home, plan, console)) {
      for (Workload workload : workloads) {
        comparisons.add(runner.compare(workload));
      }
    }
    List<Verdict> verdicts = Verdict.on(comparisons, suite.agreements());
    console.verdicts(verdicts);
    if (isWriting) {
      write(
          suite.page() + ".md",
          PerformancePage.of(suite, machine, plan.pairs(), comparisons, verdicts));
      write(suite.page() + ".svg", Chart.of(comparisons));
    }
    boolean isGood =
        verdicts.stream().allMatch(Verdict::isReached)
            && comparisons.stream().allMatch(each -> each.failure().isEmpty());
    return isGood ? REACHED : MISSED;
  }

  private Runner.Plan plan() {
    int chosen = pairs != null ? pairs : isQuick ? QUICK_PAIRS : PAIRS;
    if (chosen < 1) {
      throw wrong("--pairs must be 1 at least");
    }
    if (isWriting && (isQuick || !only.isEmpty() || !directives.isEmpty() || chosen < PAIRS)) {
      throw wrong("--write needs all workloads as they are, and 5 pairs at least");
    }
    return new Runner.Plan(
        chosen, isQuick || suite.keepsServers(), isQuick, isQuick ? QUICK_BUDGET : NO_BUDGET);
  }

  /** Those that are wanted, with the bars and directives that are wanted. */
  private List<Workload> workloads() {
    Map<String, Workload> chosen = new LinkedHashMap<>();
    for (Workload workload : suite.workloads()) {
      chosen.put(workload.name(), workload.withDirectives(directives));
    }
    bars.forEach((name, bar) -> setBar(chosen, name, bar));
    List<PathMatcher> globs =
        only.stream().map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob)).toList();
    List<Workload> wanted =
        chosen.values().stream()
            .filter(each -> !isQuick || QUICK.contains(each.name()))
            .filter(
                each ->
                    globs.isEmpty()
                        || globs.stream().anyMatch(glob -> glob.matches(Path.of(each.name()))))
            .map(each -> isQuick ? each.shortened(QUICK_DIVISOR) : each)
            .toList();
    if (wanted.isEmpty()) {
      throw wrong("no workload is left; --list has the names");
    }
    return wanted;
  }

  private void setBar(Map<String, Workload> workloads, String name, double bar) {
    for (Workload workload : workloads.values()) {
      for (Metric metric : Metric.values()) {
        if (name.equals(workload.name() + "." + metric)) {
          workloads.put(workload.name(), workload.withBar(metric, bar));
          return;
        }
      }
    }
    throw wrong("there is no bar " + name + ", it is a workload, a dot and a metric: set-p1.p99");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void list(List<Workload> workloads) {
    for (Workload workload : workloads) {
      out.printf("%-18s %s%n", workload.name(), workload.title());
      for (Metric metric : Metric.values()) {
        Double bar = workload.bars().get(metric);
        if (bar != null) {
          out.printf(
              "%18s %s.%s %s %s%n", "", workload.name(), metric, metric.sign(), Figures.ratio(bar));
        }
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve("docs").resolve(name);
    Files.writeString(file, text);
    out.printf("wrote docs/%s%n", name);
  }
}
