package io.jyro.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The facts without which a number means nothing. */
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
