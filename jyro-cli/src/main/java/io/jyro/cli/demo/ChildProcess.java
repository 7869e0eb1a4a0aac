package io.jyro.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A child process of the demo. It and all its descendants are killed by {@link #close}, and at the latest when this
 * process ends. For one thread.
 */
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    /** Lines of both its outputs, and an empty element at their end. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final List<String> output = new ArrayList<>();
    private final Thread killer;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        killer = new Thread(this::kill, "kill-" + name);
    }

    /**
     * Starts a program.
     *
     * @param name the name to use in messages
     * @throws IOException if there is no such program, or it may not be run
     */
    static ChildProcess start(String name, ProcessBuilder builder) throws IOException {
        // Variables that the user has set for Python or Pyro would change what the demo shows.
        builder.environment().keySet()
                .removeIf(
                        variable -> variable.startsWith("PYTHON") || variable.startsWith("PYRO_"));
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        ChildProcess child = new ChildProcess(name, builder.redirectErrorStream(true).start());
        Runtime.getRuntime().addShutdownHook(child.killer);
        Thread.ofPlatform().daemon().name("read-" + name).start(child::read);
        return child;
    }

    /**
     * Waits for a line that begins with this text.
     *
     * @throws ChildFailedException if the program ends before, or the time is over
     */
    String awaitLine(String beginning, Duration limit)
            throws ChildFailedException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> line = next(deadline, limit);
            if (line.isEmpty()) {
                throw new ChildFailedException(name + " ended before it was ready", output);
            }
            if (line.get().startsWith(beginning)) {
                return line.get();
            }
        }
    }

    /**
     * Waits until the program ends.
     *
     * @param listener receives each line as it comes
     * @return its exit status
     * @throws ChildFailedException if the time is over
     */
    int awaitEnd(Consumer<String> listener, Duration limit)
            throws ChildFailedException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<String> line = next(deadline, limit);
        while (line.isPresent()) {
            listener.accept(line.get());
            line = next(deadline, limit);
        }
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw tooSlow(limit);
        }
        return process.exitValue();
    }

    /** Returns all lines that were read until now. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** Kills the program, if it still runs. */
    @Override
    public void close() {
        kill();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook is running
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Optional<String> next(long deadline, Duration limit)
            throws ChildFailedException, InterruptedException {
        Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw tooSlow(limit);
        }
        line.ifPresent(output::add);
        return line;
    }

    private ChildFailedException tooSlow(Duration limit) {
        return new ChildFailedException(name + " had not finished after " + limit.toSeconds()
                + " s",
                output);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(Optional.of(line));
                line = reader.readLine();
            }
        } catch (IOException e) {
            lines.add(Optional.of("(its output could not be read: " + e.getMessage() + ")"));
        } finally {
            lines.add(Optional.empty());
        }
    }
}
