package io.jyro.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The facts about a machine that are needed to interpret measurements. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    static List<String> facts() {
        return List.of(
                "machine: " + processor() + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores, "
                        + System.getProperty("os.name") + ' ' + System.getProperty("os.version")
                        + ", " + System.getProperty("os.arch"),
                "JVM: " + System.getProperty("java.vendor.version", "")
                        + ' ' + System.getProperty("java.vm.name") + ' '
                        + System.getProperty("java.runtime.version"));
    }

    /** Returns how many threads wanted a core in the last minute; above the number of cores, results mean little. */
    static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0
                ? "load of the last minute: unknown"
                : String.format(Locale.ROOT, "load of the last minute: %.1f", load);
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("processor of unknown name");
        } catch (IOException e) {
            return "processor of unknown name";
        }
    }
}
