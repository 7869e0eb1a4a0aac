package io.jyro.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.ServerType;
import io.jyro.cli.output.ToolOutput;
import io.jyro.client.NameServer;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Serves {@link EchoServer} until a client shuts it down: Pyro's own test server, for clients of both versions.
 *
 * @see "docs/protocol.md, 8.7 Echo server: pyro4-test-echoserver / pyro5-echoserver"
 */
@Command(name = "echo-server", mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
                "Serves the object test.echoserver of Pyro's own test server, to clients of Pyro4 and Pyro5 alike.",
                "It runs until a client calls its method shutdown."})
final class EchoServerTool implements Callable<Integer> {
    private static final Duration SLOWNESS = Duration.ofSeconds(5);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = {"-H", "--host"}, paramLabel = "HOST",
            description = "Host or address to listen on; by default ${DEFAULT-VALUE}.")
    private String host = "localhost";

    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "Port to listen on; by default any free one.")
    private int port;

    @Option(names = {"-u", "--unixsocket"}, paramLabel = "PATH",
            description = "Unix domain socket to listen on, in place of host and port.")
    private @Nullable String unixSocket;

    @Option(names = {"-n", "--naming"}, description = "Register in the name server.")
    private boolean naming;

    @Option(names = {"-N", "--nameserver"}, description = "Start a name server too; includes -n.")
    private boolean nameServer;

    @Option(names = {"-v", "--verbose"}, description = "Print each call.")
    private boolean verbose;

    @Option(names = {"-q", "--quiet"}, description = "Print nothing.")
    private boolean quiet;

    @Option(names = {"-k", "--key"}, paramLabel = "KEY", hidden = true)
    private @Nullable String key;

    @Override
    public Integer call() throws InterruptedException {
        refuseWhatCannotBe();
        PyroConfig config = PyroConfig.fromEnvironment();
        ToolOutput out = new ToolOutput(spec.commandLine().getOut());
        if (talks()) {
            out.line("Starting Pyro's built-in test echo server.");
            warnIfUnsigned(config, out);
        }
        if (nameServer) {
            try (NameServerDaemon started = NameServerDaemon.builder().config(config).host(host)
                    .start()) {
                serve(config, out, started);
            }
        } else {
            serve(config, out, null);
        }
        return 0;
    }

    private boolean talks() {
        return verbose || !quiet;
    }

    private void serve(PyroConfig config, ToolOutput out, @Nullable NameServerDaemon started)
            throws InterruptedException {
        EchoServer echo = new EchoServer(out, SLOWNESS, verbose);
        Daemon.Builder builder = Daemon.builder().config(config).serverType(ServerType.MULTIPLEX);
        if (unixSocket == null) {
            builder.host(host).port(port);
        } else {
            builder.unixSocket(unixSocket);
        }
        try (Daemon daemon = builder.start()) {
            PyroUri uri = daemon.register(echo, EchoServer.NAME);
            if (naming || started != null) {
                register(uri, config, out, started);
            } else if (verbose) {
                out.line("not using a name server.");
            }
            if (talks()) {
                out.line("object name: " + EchoServer.NAME);
                out.line("echo uri: " + uri);
                out.line("echoserver running.");
            }
            echo.awaitShutdown();
        }
    }

    private void register(PyroUri uri, PyroConfig config, ToolOutput out,
            @Nullable NameServerDaemon started) {
        try (NameServer names = started == null
                ? NameServer.locate(config)
                : NameServer.locate(host, started.port(), config)) {
            names.register(EchoServer.NAME, uri);
            if (verbose) {
                out.line("using name server at " + names.uri());
            }
        }
        if (verbose && started != null) {
            out.line(
                    started.broadcastLocation().map(where -> "broadcast server running at " + where)
                            .orElse("not using a broadcast server"));
        }
    }

    private static void warnIfUnsigned(PyroConfig config, ToolOutput out) {
        String hmacKey = config.hmacKey();
        if (hmacKey == null || hmacKey.isEmpty()) {
            out.line("Warning: HMAC key not set. Anyone can connect to this server!");
        }
    }

    private void refuseWhatCannotBe() {
        if (key != null) {
            throw new ParameterException(spec.commandLine(),
                    "a key on the command line can be read by every user of"
                            + " this machine; put it into the environment variable PYRO_HMAC_KEY instead of -k");
        }
    }
}
