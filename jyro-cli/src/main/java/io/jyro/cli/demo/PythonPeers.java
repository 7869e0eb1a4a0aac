package io.jyro.cli.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * The virtual environments with real Pyro4 and Pyro5 that the checkout's script {@code scripts/python-peers} creates.
 *
 * @param root the directory of the checkout, or null if this program does not run from one
 */
record PythonPeers(@Nullable Path root) {
    private static final String SCRIPT = "scripts/python-peers";
    /** Enough for a slow network; the script takes less than a second if the environments are up to date. */
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int READY = 0;

    /** Returns the environments of the checkout in which this program was built. */
    static PythonPeers ofCheckout() {
        Path directory = origin();
        while (directory != null && !Files.isRegularFile(directory.resolve(SCRIPT))) {
            directory = directory.getParent();
        }
        return new PythonPeers(directory);
    }

    /**
     * Lets the script create missing environments.
     *
     * @param progress receives the output of the script
     * @return one peer of each version
     * @throws LeftOutException if the script fails, with its reason
     */
    List<PythonPeer> prepare(Consumer<String> progress)
            throws LeftOutException, ChildFailedException,
            InterruptedException {
        if (root == null) {
            throw new LeftOutException("this jyro does not run from a checkout, and so has no "
                    + SCRIPT
                    + ", which prepares real Pyro; clone Jyro's repository and run ./jyro demo there");
        }
        try (ChildProcess script = ChildProcess.start(SCRIPT,
                new ProcessBuilder(root.resolve(SCRIPT).toString()))) {
            if (script.awaitEnd(progress, LIMIT) != READY) {
                List<String> said = script.output();
                throw new LeftOutException(
                        said.isEmpty() ? SCRIPT + " failed and does not say why" : said.getLast());
            }
        } catch (IOException e) {
            throw new LeftOutException(SCRIPT + " cannot be run: " + e.getMessage());
        }
        return List.of(peer(root, "4", Dialect.V48), peer(root, "5", Dialect.V502));
    }

    static final List<String> VERSIONS = List.of("Pyro4", "Pyro5");

    private static PythonPeer peer(Path root, String version, Dialect dialect) {
        return new PythonPeer(version, dialect,
                root.resolve(".python/pyro" + version + "/bin/python"));
    }

    private static @Nullable Path origin() {
        CodeSource source = PythonPeers.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
