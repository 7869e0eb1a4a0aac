package io.jyro.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that is started for a measurement and does not outlive it. Closing ends it, by force if it takes too long;
 * if this process is killed, its standard input ends. Its standard error is shown.
 */
final class ChildProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildProcess start(List<String> command) throws IOException {
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /**
     * Returns the next line of its output that begins with this text; other lines, such as a JVM's warnings, are shown
     * and skipped.
     */
    String readLine(String beginning, Duration atMost)
            throws IOException, InterruptedException, ExecutionException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> nextLine(beginning),
                task -> Thread.ofVirtual().start(task));
        try {
            return line.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(this + " printed nothing within " + atMost.toSeconds() + " s");
        }
    }

    /** Writes a line to its standard input. */
    void writeLine(String line) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(line + '\n');
        input.flush();
    }

    private String nextLine(String beginning) {
        try {
            while (true) {
                String line = output.readLine();
                if (line == null) {
                    throw new IOException(this + " exited with status " + process.waitFor()
                            + " and printed no line that begins with \"" + beginning + "\"");
                }
                if (line.startsWith(beginning)) {
                    return line;
                }
                System.err.println(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called in the child: returns when the parent process has ended. */
    static void awaitEndOfParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is sent; only the end counts
            }
        } catch (IOException e) {
            System.err.println("standard input: " + e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close(); // gives a profiler the time to write its file
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return process.info().commandLine().orElse("process " + process.pid());
    }
}
