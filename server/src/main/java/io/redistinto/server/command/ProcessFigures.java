package io.redistinto.server.command;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the operating system says of this process. */
final class ProcessFigures {
  /** What it has taken, in seconds. */
  record CpuSeconds(double system, double user) {}

  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** The unit of times in /proc, whatever the kernel's own is. */
  private static final double TICKS_PER_SECOND = 100;

  // Counted from the field after the process's name, which is in parentheses.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private ProcessFigures() {}

  /** Bytes of physical memory in use, 0 where the system does not say. */
  static long residentBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException notLinux) {
      return 0;
    }
    return 0;
  }

  /** Of all threads; where the system does not tell them apart, all of it is the user's. */
  static CpuSeconds cpu() {
    try {
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return new CpuSeconds(
          Long.parseLong(fields[SYSTEM_TICKS]) / TICKS_PER_SECOND,
          Long.parseLong(fields[USER_TICKS]) / TICKS_PER_SECOND);
    } catch (IOException notLinux) {
      return new CpuSeconds(0, machine().getProcessCpuTime() / NANOS_PER_SECOND);
    }
  }

  /** Of the thread that asks. */
  static CpuSeconds cpuOfThisThread() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double all = threads.getCurrentThreadCpuTime() / NANOS_PER_SECOND;
    double user = threads.getCurrentThreadUserTime() / NANOS_PER_SECOND;
    return new CpuSeconds(Math.max(0, all - user), user);
  }

  static long physicalMemoryBytes() {
    return machine().getTotalMemorySize();
  }

  private static OperatingSystemMXBean machine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }
}
