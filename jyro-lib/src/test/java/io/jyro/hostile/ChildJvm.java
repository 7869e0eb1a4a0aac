package io.jyro.hostile;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.spi.ToolProvider;

/** A Java program in a process of its own, whose output is read line by line. Closing kills it. */
public final class ChildJvm implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    /** Begins the lines that are for the test; the others are what the program logs. */
    public static final String TELL = "> ";

    private final Process process;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicLong logged = new AtomicLong();

    private ChildJvm(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> out.lines().forEach(this::hear));
    }

    /** Runs the main method of a class of the tests. */
    static ChildJvm of(Class<?> main, String... arguments) {
        return withOptions(List.of(), main, arguments);
    }

    /** The same with further options of the JVM. */
    public static ChildJvm withOptions(List<String> options, Class<?> main, String... arguments) {
        return new ChildJvm(command(options, CLASS_PATH, main, arguments));
    }

    /**
     * The same with so many descriptors at most. Its classes are in jars, which stay open: a class in a directory could not
     * be loaded without a descriptor.
     *
     * @param directory where the jars are made
     */
    static ChildJvm withDescriptors(int most, Path directory, Class<?> main,
            String... arguments) {
        StringJoiner classPath = new StringJoiner(File.pathSeparator);
        for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) { // as at the end of what Maven gives
                classPath.add(Files.isDirectory(Path.of(entry)) ? jar(entry, directory) : entry);
            }
        }
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
        command.addAll(command(List.of(), classPath.toString(), main, arguments));
        return new ChildJvm(command);
    }

    private static String jar(String classes, Path directory) {
        Path jar = directory.resolve(Integer.toHexString(classes.hashCode()) + ".jar");
        int status = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err,
                "--create", "--no-compress", "--file", jar.toString(), "-C", classes, ".");
        if (status != 0) {
            throw new AssertionError("no jar was made of " + classes);
        }
        return jar.toString();
    }

    private static List<String> command(List<String> options, String classPath, Class<?> main,
            String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void hear(String line) {
        if (line.startsWith(TELL)) {
            told.add(line.substring(TELL.length()));
        } else {
            logged.addAndGet(line.length() + 1L);
        }
    }

    /** The next line that is for the test. */
    public String read() {
        try {
            String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the child process says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many characters it has logged. */
    long logged() {
        return logged.get();
    }

    /** Sends it a signal of the system, such as {@code STOP}. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("signal " + name + " was not sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it ends by itself. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the child process does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }
}
