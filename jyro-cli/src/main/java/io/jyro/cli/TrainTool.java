package io.jyro.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;

import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Starts each tool once, in this process, calls the servers among them, and ends them. The script {@code jyro} runs it
 * to create the class cache with which it starts the JVM from then on.
 */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Starts and ends each tool once, for the cache of the JVM.")
final class TrainTool implements Callable<Integer> {
    private static final String HOST = "localhost";
    private static final int MOST_MILLIS_TO_END = 5_000;

    @Override
    public Integer call() throws IOException {
        run("--help");
        run("check-config");
        try (Server echo = Server.start("echo-server", "--host", HOST);
                Proxy proxy = Proxy.of(echo.restOfLine("echo uri: "))) {
            proxy.call("echo", "text");
            proxy.call("shutdown");
        }
        try (Server names = Server.start("ns", "--host", HOST, "--port", "0", "--nobc")) {
            PyroUri uri = PyroUri.parse(names.restOfLine("URI = "));
            run("nsc", "--host", HOST, "--port", String.valueOf(uri.port()), "list");
        }
        return 0;
    }

    private static void run(String... arguments) {
        Main.commandLine().setOut(new PrintWriter(Writer.nullWriter())).execute(arguments);
    }

    /** A tool that runs until it is told to end, on a thread of its own. Closing ends it. */
    private record Server(Thread thread, BufferedReader output) implements AutoCloseable {
        static Server start(String... arguments) throws IOException {
            PipedReader output = new PipedReader();
            PrintWriter out = new PrintWriter(new PipedWriter(output));
            CommandLine tool = Main.commandLine().setOut(out);
            Thread thread = Thread.ofPlatform().daemon().name("jyro-train").start(() -> {
                try (out) { // closes the pipe, so that its reader does not wait for a tool that failed
                    tool.execute(arguments);
                }
            });
            return new Server(thread, new BufferedReader(output));
        }

        /** Returns the rest of the first line that begins with this text. */
        String restOfLine(String beginning) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            throw new EOFException("the tool ended before it printed '" + beginning + "'");
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join(MOST_MILLIS_TO_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
