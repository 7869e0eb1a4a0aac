package io.jyro.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates the commands for further JVMs: the same Java as this process, with the same class path.
 *
 * @param options for each of them, such as {@code -Xmx1g}
 */
record ChildJvm(List<String> options) {
    ChildJvm {
        options = List.copyOf(options);
    }

    /** Returns a copy with more options. */
    ChildJvm with(List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more);
        return new ChildJvm(all);
    }

    List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
