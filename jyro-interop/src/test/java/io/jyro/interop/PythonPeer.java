package io.jyro.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A Python process that the test started, and what it prints. Its environment holds no setting of Pyro's or Python's
 * but those that the test gave. Whatever goes wrong with it fails the test with all that it printed on stderr. Closing
 * kills it.
 */
public final class PythonPeer implements AutoCloseable {
    // Only a test that fails waits for so long.
    private static final int PATIENCE_SECONDS = 30;
    private static final String END = new String("end of output");

    private final List<String> command;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuffer errors = new StringBuffer();
    private final CompletableFuture<@Nullable Void> errorsEnded = new CompletableFuture<>();

    private PythonPeer(List<String> command, Map<String, String> variables) throws IOException {
        this.command = command;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet()
                .removeIf(name -> name.startsWith("PYRO") || name.startsWith("PYTHON"));
        builder.environment().putAll(Map.of("PYTHONUTF8", "1", "PYTHONUNBUFFERED", "1",
                "PYTHONNOUSERSITE", "1", "PYTHONDONTWRITEBYTECODE", "1"));
        builder.environment().putAll(variables);
        process = builder.start();
        in = process.outputWriter(UTF_8);
        pump(process.inputReader(UTF_8), lines::add, () -> lines.add(END));
        pump(process.errorReader(UTF_8), line -> errors.append(line).append('\n'),
                () -> errorsEnded.complete(null));
    }

    /** Starts a program of a Pyro's environment. */
    public static PythonPeer start(Pyro pyro, String program, String... arguments) {
        return start(pyro, Map.of(), program, arguments);
    }

    /** Starts a program of a Pyro's environment with additional environment variables. */
    public static PythonPeer start(Pyro pyro, Map<String, String> variables, String program,
            String... arguments) {
        List<String> command = new ArrayList<>(List.of(pyro.program(program).toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            return new PythonPeer(command, variables);
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command + "; run scripts/python-peers, which"
                    + " says why if it cannot be had", e);
        }
    }

    /** The next line that it prints; fails if it ends before, or takes too long. */
    public String line() {
        String line = next();
        if (line == END) {
            throw failure("ended");
        }
        return line;
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
        for (String line = next(); line != END; line = next()) {
            remaining.add(line);
        }
        return remaining;
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
        return errors.toString();
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
                + (errors.isEmpty() ? "; nothing on stderr" : "; on stderr:\n" + errors));
    }

    private String next() {
        try {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw failure("printed nothing for " + PATIENCE_SECONDS + " s");
            }
            if (line == END) {
                lines.add(END);
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
