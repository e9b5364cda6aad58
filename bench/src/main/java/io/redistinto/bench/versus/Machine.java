package io.redistinto.bench.versus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures were measured on, without a name or a path of it. */
final class Machine {
  private Machine() {}

  /** Facts by their names, in the order to show them. */
  static Map<String, String> facts(Path home) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "Processor",
        "%s, %d cores"
            .formatted(
                find("(?m)^model name\\s*: (.*)$", Files.readString(Path.of("/proc/cpuinfo"))),
                Runtime.getRuntime().availableProcessors()));
    long kilobytes =
        Long.parseLong(
            find("(?m)^MemTotal: +([0-9]+) kB$", Files.readString(Path.of("/proc/meminfo"))));
    facts.put("Memory", Figures.format("%.0f GB", kilobytes * 1024 / 1e9));
    facts.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("redis-server", find("v=(\\S+)", output("redis-server", "--version")));
    facts.put(
        "Redistinto", find("v=(\\S+)", output(home.resolve("bin/redistinto").toString(), "-v")));
    return facts;
  }

  private static String output(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "unknown";
  }
}
