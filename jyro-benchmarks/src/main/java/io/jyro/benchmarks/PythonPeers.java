package io.jyro.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The Python interpreters with stock Pyro: the environments that {@code scripts/python-peers} creates in the checkout,
 * or one interpreter that has everything.
 *
 * @param checkout the directory of the checkout
 * @param interpreter the interpreter to use for all, if there is one
 */
record PythonPeers(Path checkout, @Nullable Path interpreter) {
    /** One of the two Pyros; the name is that of its package. */
    enum Pyro {
        PYRO4("Pyro4"), PYRO5("Pyro5");

        private final String module;

        Pyro(String module) {
            this.module = module;
        }
    }

    /**
     * Returns the environments of the checkout that the launcher or the build named; an empty path counts as no
     * interpreter.
     */
    static PythonPeers of(@Nullable Path interpreter) {
        return new PythonPeers(Path.of(System.getProperty("jyro.root", ".")).toAbsolutePath(),
                interpreter == null || interpreter.toString().isEmpty() ? null : interpreter);
    }

    /** Returns the command of a Pyro's side of the comparison. */
    List<String> command(Pyro pyro, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python(pyro).toString(), "-W", "ignore",
                script().toString(), pyro.module));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns what is missing for that, and the remedy. */
    Optional<String> missing(Pyro pyro) throws IOException, InterruptedException {
        if (!Files.exists(script())) {
            return Optional.of(script() + " is missing; start from a checkout, with"
                    + " jyro-benchmarks/run or -Djyro.root=DIRECTORY");
        }
        Path python = python(pyro);
        if (!Files.isExecutable(python)) {
            return Optional.of("there is no " + python + "; " + remedy(pyro));
        }
        Process trial = new ProcessBuilder(python.toString(), "-W", "ignore", "-c",
                "import serpent, " + pyro.module).redirectErrorStream(true).start();
        String printed = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
        return trial.waitFor() == 0
                ? Optional.empty()
                : Optional.of(python + " cannot import " + pyro.module + " and serpent ("
                        + printed.substring(printed.lastIndexOf('\n') + 1) + "); "
                        + remedy(pyro));
    }

    private String remedy(Pyro pyro) {
        return interpreter == null
                ? "run scripts/python-peers, which makes it, or name a Python that has "
                        + pyro.module + " with --python"
                : "install " + pyro.module
                        + " and serpent for it, or leave out --python and JYRO_BENCH_PYTHON"
                        + " and run scripts/python-peers";
    }

    private Path python(Pyro pyro) {
        return interpreter != null
                ? interpreter
                : checkout.resolve(".python").resolve(pyro.module.toLowerCase(Locale.ROOT))
                        .resolve("bin/python");
    }

    private Path script() {
        return checkout.resolve("jyro-benchmarks/src/main/python/pyro_peer.py");
    }
}
