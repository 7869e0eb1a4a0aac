package io.jyro.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A process of Python or Jyro that the test started, and what it prints. Its environment holds no setting of Pyro's or Python's
 * but those that the test gave. Whatever goes wrong with it fails the test with all that it printed on stderr. Closing
 * kills it.
 */
public final class PeerProcess implements AutoCloseable {
    // Only a test that fails waits for so long.
    private static final int PATIENCE_SECONDS = 30;

    private final List<String> command;
    private final Process process;
    private final Writer in;
    // An empty one is the end of the output.
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<@Nullable Void> errorsEnded = new CompletableFuture<>();

    private PeerProcess(List<String> command, Map<String, String> variables) throws IOException {
        this.command = command;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet()
                .removeIf(name -> name.startsWith("PYRO") || name.startsWith("PYTHON"));
        // Two processes that compare what they say have to keep sets of text in one order.
        builder.environment().putAll(Map.of("PYTHONUTF8", "1", "PYTHONUNBUFFERED", "1",
                "PYTHONNOUSERSITE", "1", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONHASHSEED", "0"));
        builder.environment().putAll(variables);
        process = builder.start();
        in = process.outputWriter(UTF_8);
        pump(process.inputReader(UTF_8), line -> lines.add(Optional.of(line)),
                () -> lines.add(Optional.empty()));
        pump(process.errorReader(UTF_8), errors::add,
                () -> errorsEnded.complete(null));
    }

    /** Starts a program of a Pyro's environment. */
    public static PeerProcess ofPyro(Pyro pyro, String program, String... arguments) {
        return ofPyro(pyro, Map.of(), program, arguments);
    }

    /** Starts a program of a Pyro's environment with additional environment variables. */
    public static PeerProcess ofPyro(Pyro pyro, Map<String, String> variables, String program,
            String... arguments) {
        return start(pyro.program(program), variables, arguments);
    }

    /** Starts {@code ./jyro}. */
    public static PeerProcess ofJyro(String... arguments) {
        return ofJyro(Map.of(), arguments);
    }

    /** Starts {@code ./jyro} with additional environment variables. */
    public static PeerProcess ofJyro(Map<String, String> variables, String... arguments) {
        return start(Pyro.root().resolve("jyro"), variables, arguments);
    }

    /** Starts the JVM of this test with options and a program, and additional environment variables. */
    public static PeerProcess ofJava(Map<String, String> variables, String... arguments) {
        return start(Path.of(System.getProperty("java.home"), "bin", "java"), variables,
                arguments);
    }

    private static PeerProcess start(Path program, Map<String, String> variables,
            String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            return new PeerProcess(command, variables);
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    /** The next line that it prints; fails if it ends before, or takes too long. */
    public String line() {
        return next().orElseThrow(() -> failure("ended"));
    }

    /** The rest of the next line that begins so; lines before it are passed over. */
    public String awaitLine(String beginning) {
        String line = line();
        while (!line.startsWith(beginning)) {
            line = line();
        }
        return line.substring(beginning.length());
    }

    /** All lines that it prints from now until it ends by itself. */
    public List<String> remainingLines() {
        List<String> remaining = new ArrayList<>();
        for (Optional<String> line = next(); line.isPresent(); line = next()) {
            remaining.add(line.get());
        }
        return remaining;
    }

    /** All that it prints until it ends by itself, then its status, to compare with that of another. */
    public List<String> outcome() {
        List<String> outcome = remainingLines();
        outcome.add("status " + status());
        return outcome;
    }

    /** Gives it a line to read. */
    public void send(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw failure("takes no more input (" + e.getMessage() + ")");
        }
    }

    /** Its exit status, once it ended by itself. */
    public int status() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failure("did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for, the test was interrupted");
        }
        return process.exitValue();
    }

    /** What it printed on stderr so far. */
    public String errors() {
        return String.join("\n", errors);
    }

    /** Kills it and waits until it is gone, so that its port is free. */
    @Override
    public void close() {
        process.destroyForcibly();
        status();
    }

    AssertionError failure(String what) {
        if (!process.isAlive()) {
            errorsEnded.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        }
        return new AssertionError(String.join(" ", command) + " " + what
                + (process.isAlive() ? "" : " with status " + process.exitValue())
                + (errors.isEmpty() ? "; nothing on stderr" : "; on stderr:\n" + errors()));
    }

    private Optional<String> next() {
        try {
            Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw failure("printed nothing for " + PATIENCE_SECONDS + " s");
            }
            if (line.isEmpty()) {
                lines.add(line);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for, the test was interrupted");
        }
    }

    private static void pump(BufferedReader from, Consumer<String> to, Runnable atEnd) {
        Thread.ofVirtual().start(() -> {
            try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                    to.accept(line);
                }
            } catch (IOException | UncheckedIOException e) {
                to.accept("its output cannot be read: " + e);
            } finally {
                atEnd.run();
            }
        });
    }
}
