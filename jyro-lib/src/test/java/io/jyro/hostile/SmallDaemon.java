package io.jyro.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.serialize.format.Codecs;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A daemon in a JVM of its own with a heap of 64 MB, which takes messages of 16 MB in every serializer that is on the
 * class path. Its object is called {@code target}. What it logs is listened to; closing ends it, and fails if the log
 * tells of a fault of its own.
 */
public final class SmallDaemon implements AutoCloseable {
    /** The largest message that it takes. */
    public static final int MAX_MESSAGE = 16 << 20;
    private static final int PATIENCE_SECONDS = 30;

    // Answers begin so, among what is logged.
    private static final String ANSWER = "> ";

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Thread listener;
    private final int port;

    /** Starts it, and waits until it serves. */
    public SmallDaemon() {
        try {
            process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                    "-cp", System.getProperty("java.class.path"), Main.class.getName())
                    .redirectErrorStream(true).start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            listener = Thread.ofVirtual().start(() -> out.lines().forEach(this::hear));
            port = Integer.parseInt(answer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Asks it to wait until all its connections have ended, and which of its threads serve even then. */
    public List<String> threadsLeft() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append("threads\n").flush();
            String threads = answer();
            return threads.isEmpty() ? List.of() : List.of(threads.split(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(String line) {
        if (line.startsWith(ANSWER)) {
            answers.add(line.substring(ANSWER.length()));
        } else {
            log.add(line);
        }
    }

    private String answer() {
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("the daemon's process does not answer; it said " + log);
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon does not end");
            }
            listener.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        assertThat(log).noneMatch(line -> line.contains("OutOfMemoryError")
                || line.contains("StackOverflowError") || line.contains(" ERROR ")
                || line.contains("Exception in thread"));
    }

    /** What is attacked. */
    @Expose
    public static final class Target {
        private final Map<String, Held> held = new ConcurrentHashMap<>();

        private record Held(CountDownLatch begun, CountDownLatch end) {
            Held() {
                this(new CountDownLatch(1), new CountDownLatch(1));
            }
        }

        /** Any value, without looking at it. */
        public void take(@Nullable Object value) {
            // that it could be read is all
        }

        /** Keeps a value until it is told to let go. */
        public void hold(String name, @Nullable Object value) throws InterruptedException {
            Held values = held.computeIfAbsent(name, key -> new Held());
            values.begun.countDown();
            values.end.await();
        }

        /** Waits until a value is kept under a name, and lets all of that name go. */
        public void letGo(String name) throws InterruptedException {
            Held values = held.computeIfAbsent(name, key -> new Held());
            values.begun.await();
            values.end.countDown();
        }

        /** A value that has to fit. */
        public int number(int value) {
            return value;
        }
    }

    /** The daemon's process. */
    static final class Main {
        private static final long PATIENCE_MILLIS = 10_000;

        private Main() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            PyroConfig config = PyroConfig.builder().maxMessageSize(MAX_MESSAGE)
                    .serializersAccepted(Codecs.available()).build();
            try (Daemon daemon = Daemon.builder().config(config).host("localhost").start()) {
                daemon.register(new Target(), "target");
                System.out.println(ANSWER + daemon.port());
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8));
                while (in.readLine() != null) {
                    System.out.println(
                            ANSWER + String.join(",", threadsThatStay(daemon.port())));
                }
            }
        }

        private static List<String> threadsThatStay(int port) throws InterruptedException {
            List<Thread> serving = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("jyro-" + port + "-")).toList();
            for (Thread thread : serving) {
                thread.join(PATIENCE_MILLIS);
            }
            return serving.stream().filter(Thread::isAlive).map(Thread::getName).toList();
        }
    }
}
