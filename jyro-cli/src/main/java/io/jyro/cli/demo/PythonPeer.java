package io.jyro.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Dialect;

/**
 * Real Pyro of one version, ready to run scripts.
 *
 * @param version as the scripts want it: {@code 4} or {@code 5}
 * @param dialect what it speaks
 * @param python the program that runs a script
 */
record PythonPeer(String version, Dialect dialect, Path python) {
    String name() {
        return "Pyro" + version;
    }

    /** Starts one of the demo's scripts, with the version before its other arguments. */
    ChildProcess run(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(python.toString(), "-u", "-W", "ignore", script.toString(), version));
        command.addAll(List.of(arguments));
        return ChildProcess.start(script.getFileName() + " of " + name(),
                new ProcessBuilder(command));
    }
}
