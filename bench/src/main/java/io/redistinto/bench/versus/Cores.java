package io.redistinto.bench.versus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who runs where: a server alone on one core, the loaders on another. */
final class Cores {
  private static final String SERVER = "0";
  private static final String LOADER = "1";

  private Cores() {}

  /** The command that runs another one on the server's core, in the same process. */
  static List<String> onServerCore(List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", SERVER));
    pinned.addAll(command);
    return pinned;
  }

  /** Moves this process and all it will start to the loader's core. */
  static void moveToLoaderCore() throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "-a", "-c", "-p", LOADER, pid)
            .inheritIO()
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("two cores are needed, one for the server and one for the loader");
    }
  }
}
