package io.jyro.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Dialect;

/**
 * An installation of real Pyro4 or Pyro5 that runs scripts.
 *
 * @param version the argument for the scripts: {@code 4} or {@code 5}
 * @param dialect the dialect of its Pyro
 * @param python the interpreter
 */
record PythonPeer(String version, Dialect dialect, Path python) {
    String name() {
        return "Pyro" + version;
    }

    /** Starts one of the demo's scripts, with the version as its first argument. */
    ChildProcess run(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(python.toString(), "-u", "-W", "ignore", script.toString(), version));
        command.addAll(List.of(arguments));
        return ChildProcess.start(script.getFileName() + " of " + name(),
                new ProcessBuilder(command));
    }
}
