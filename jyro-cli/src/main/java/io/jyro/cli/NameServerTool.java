package io.jyro.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jyro.PyroConfig;
import io.jyro.cli.output.ToolOutput;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.nameserver.Storage;
import io.jyro.transport.Addresses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs a name server until it is told to stop. Its output is that of Pyro's name servers.
 *
 * @see "docs/protocol.md, 8.5 pyro4-ns / pyro5-ns"
 */
@Command(name = "ns", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {
                "Runs a name server, for clients of Pyro4 and Pyro5 alike, until Ctrl-C or"
                        + " SIGTERM.",
                "",
                "Options that are not given come from the environment: PYRO_HOST, PYRO_NS_PORT,"
                        + " PYRO_NS_BCHOST, PYRO_NS_BCPORT, PYRO_NATHOST, PYRO_NATPORT,"
                        + " PYRO_NS_AUTOCLEAN, PYRO_NS_OWNERSHIP. With PYRO_HMAC_KEY, clients have to sign their"
                        + " messages with the same key.",
                ""},
        footer = {"", "Examples:", "  jyro ns                    for this machine, on port 9090",
                "  jyro ns -n 0.0.0.0         for the network, with answers to broadcasts",
                "  jyro ns -n db1 -p 0 -x     on any free port of db1, without broadcasts",
                "  jyro ns -u /run/names      on a Unix domain socket"})
final class NameServerTool implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = {"-n", "--host"}, paramLabel = "HOST",
            description = "Name or address to listen on; 0.0.0.0 is every interface. By default"
                    + " localhost.")
    private @Nullable String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "Port to listen on, 0 for any free one. By default 9090.")
    private @Nullable Integer port;

    @Option(names = {"-u", "--unixsocket"}, paramLabel = "PATH",
            description = "Unix domain socket to listen on, in place of host and port.")
    private @Nullable String unixSocket;

    @Option(names = {"-s", "--storage"}, paramLabel = "STORAGE",
            description = "Where to keep registrations: memory. By default ${DEFAULT-VALUE}.")
    private String storage = "memory";

    @Option(names = "--bchost", paramLabel = "HOST",
            description = "Address to listen on for broadcasts; by default every interface.")
    private @Nullable String broadcastHost;

    @Option(names = "--bcport", paramLabel = "PORT",
            description = "UDP port to listen on for broadcasts, 0 for any free one. By default"
                    + " 9091.")
    private @Nullable Integer broadcastPort;

    @Option(names = "--nathost", paramLabel = "HOST",
            description = "Host under which clients beyond a NAT reach this name server.")
    private @Nullable String natHost;

    @Option(names = "--natport", paramLabel = "PORT",
            description = "Port under which those clients reach it; 0, the default, is the port"
                    + " that it listens on.")
    private @Nullable Integer natPort;

    @Option(names = {"-x", "--nobc"}, description = "Do not answer broadcasts.")
    private boolean noBroadcast;

    @Option(names = "--ownership",
            description = "Only the client that registered a name may replace"
                    + " or remove it or change its tags.")
    private boolean ownership;

    @Option(names = {"-k", "--key"}, paramLabel = "KEY", hidden = true)
    private @Nullable String key;

    @Override
    public Integer call() {
        PyroConfig config = PyroConfig.fromEnvironment();
        NameServerDaemon.Builder builder = builder(config);
        ToolOutput out = new ToolOutput(spec.commandLine().getOut());
        try (NameServerDaemon names = builder.start()) {
            announce(names, config, out);
            serve(names, out);
        }
        return 0;
    }

    private NameServerDaemon.Builder builder(PyroConfig config) {
        if (key != null) {
            throw wrong("a key on the command line can be read by every user of this machine;"
                    + " put it into the environment variable PYRO_HMAC_KEY instead of -k");
        }
        NameServerDaemon.Builder builder = NameServerDaemon.builder().config(config)
                .storage(openStorage()).broadcast(!noBroadcast);
        if (ownership) {
            builder.ownership(true);
        }
        if (unixSocket != null) {
            if (natHost != null || config.natHost() != null) {
                throw wrong("cannot use nathost together with unixsocket");
            }
            builder.unixSocket(unixSocket);
        } else if (host != null) {
            builder.host(host);
        }
        if (port != null) {
            builder.port(checked(port, "--port"));
        }
        if (broadcastHost != null) {
            builder.broadcastHost(broadcastHost);
        }
        if (broadcastPort != null) {
            builder.broadcastPort(checked(broadcastPort, "--bcport"));
        }
        if (natHost != null) {
            builder.natHost(natHost);
        }
        if (natPort != null) {
            builder.natPort(checked(natPort, "--natport"));
        }
        return builder;
    }

    private Storage openStorage() {
        try {
            return Storage.of(storage);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private int checked(int number, String option) {
        if (number < 0 || number > 65535) {
            throw wrong("invalid value for " + option + ": " + number
                    + " is not a port; use a number from 0 to 65535");
        }
        return number;
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private void announce(NameServerDaemon names, PyroConfig config, ToolOutput out) {
        switch (names.broadcastState()) {
            case IPV6 -> out.line("Not starting broadcast server for IPv6.");
            case LOCALHOST -> out.line("Not starting broadcast server for localhost.");
            case RUNNING -> out.line("Broadcast server running on "
                    + names.broadcastLocation().orElseThrow());
            case SWITCHED_OFF, UNIX_SOCKET -> {
                // not an exception, so nothing is printed
            }
        }
        int registrations = names.count();
        if (registrations > 1) { // one is the name server's own
            out.line("Persistent store contains " + registrations
                    + " existing registrations.");
        }
        out.line("NS running on " + names.location() + " ("
                + (names.broadcastState() == NameServerDaemon.BroadcastState.UNIX_SOCKET
                        ? "Unix domain socket"
                        : Addresses.numeric(names.address()))
                + ")");
        String hmacKey = config.hmacKey();
        if (hmacKey == null || hmacKey.isEmpty()) {
            out.line("Warning: HMAC key not set. Anyone can connect to this server!");
        }
        if (names.uri().equals(names.internalUri())) {
            out.line("URI = " + names.uri());
        } else {
            out.line("internal URI = " + names.internalUri());
            out.line("external URI = " + names.uri());
        }
    }

    /** Waits until a signal ends the process, and reports the end. */
    private static void serve(NameServerDaemon names, ToolOutput out) {
        AtomicBoolean told = new AtomicBoolean();
        Runnable end = () -> {
            names.close();
            if (told.compareAndSet(false, true)) {
                out.line("NS shut down.");
            }
        };
        Thread atExit = new Thread(end, "jyro-ns-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        names.requestLoop();
        end.run();
        removeHook(atExit);
    }

    @SuppressWarnings("EmptyCatch") // the hook is running already and reports the end
    private static void removeHook(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending
        }
    }
}
