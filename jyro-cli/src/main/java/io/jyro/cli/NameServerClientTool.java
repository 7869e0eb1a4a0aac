package io.jyro.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.jyro.CallTimeoutException;
import io.jyro.Dialect;
import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.cli.output.ToolOutput;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.transport.Addresses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Queries and changes a name server, Jyro's or Python's. Its output is that of Pyro's tools.
 *
 * <p>It calls the name server through a generic proxy in order to print uris as they are stored: a uri that Jyro cannot
 * parse must not hide the others.
 *
 * @see "docs/protocol.md, 8.6 pyro4-nsc / pyro5-nsc"
 */
@Command(name = "nsc", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Queries or changes a name server of Jyro, Pyro4 or Pyro5.", ""},
        footer = {"", "Commands:", "  ping                         check that it answers",
                "  list [PREFIX]                list what is registered",
                "  listmatching REGEX           list the names that match from their start",
                "  lookup NAME                  print the uri of a name, and its tags",
                "  register NAME URI            register, if the name is free",
                "  remove NAME                  remove a name",
                "  removematching REGEX         remove the names that match; asks first",
                "  setmeta NAME [TAG...]        replace the tags of a name",
                "  listmeta_all, yplookup_all TAG...   list what has all of the tags",
                "  listmeta_any, yplookup_any TAG...   list what has any of the tags", "",
                "Without --host, the name server is looked for at PYRO_NS_HOST and by broadcast.",
                "A signing key comes from the environment variable PYRO_HMAC_KEY.", "",
                "Errors are printed to standard error.",
                "Status: 0 done; 1 the command failed, or no name server was found;",
                "2 the command line was wrong."})
final class NameServerClientTool implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = {"-n", "--host"}, paramLabel = "HOST",
            description = "Host of the name server.")
    private @Nullable String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "Port of the name server; without --host also the port to broadcast to.")
    private @Nullable Integer port;

    @Option(names = {"-u", "--unixsocket"}, paramLabel = "PATH",
            description = "Unix domain socket of the name server, in place of host and port.")
    private @Nullable String unixSocket;

    @Option(names = {"-v", "--verbose"}, description = "Print each step.")
    private boolean verbose;

    @Option(names = {"-k", "--key"}, paramLabel = "KEY", hidden = true)
    private @Nullable String key;

    @Parameters(index = "0", paramLabel = "COMMAND", description = "What to do, see below.")
    private String word = "";

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Arguments of the command.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        NameServerCommand command = command();
        Optional<String> complaint = command.complaint(arguments);
        if (complaint.isPresent()) {
            new ToolOutput(spec.commandLine().getErr()).line(complaint.get());
            return 1;
        }
        PyroConfig config = config();
        ToolOutput out = out();
        tell("Locating name server...");
        NameServer located;
        try {
            located = locate(config);
        } catch (PyroException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        try (NameServer found = located;
                Proxy nameServer = Proxy.builder(found.uri()).config(config)
                        .serializer(Serializer.SERPENT).build()) {
            tell("Name server found: " + found.uri());
            perform(command, found, nameServer, out);
            tell("Done.");
            return 0;
        } catch (PyroException | UncheckedIOException e) {
            return failed(describe(e));
        }
    }

    private int failed(String why) {
        new ToolOutput(spec.commandLine().getErr()).line("Error: " + why);
        return 1;
    }

    private NameServerCommand command() {
        if (key != null) {
            throw wrong("a key on the command line can be read by every user of this machine;"
                    + " put it into the environment variable PYRO_HMAC_KEY instead of -k");
        }
        if (port != null && (port < 0 || port > 65535)) {
            throw wrong("invalid value for --port: " + port
                    + " is not a port; use a number from 0 to 65535");
        }
        return NameServerCommand.of(word).orElseThrow(() -> wrong("invalid command '" + word
                + "'; choose one of " + String.join(", ", NameServerCommand.words())));
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    // Without a host, the port applies to both ways of finding the name server (docs/protocol.md, 7.3).
    private PyroConfig config() {
        PyroConfig config = PyroConfig.fromEnvironment();
        return host == null && port != null
                ? config.toBuilder().nsPort(port).nsBcPort(port).build()
                : config;
    }

    private NameServer locate(PyroConfig config) {
        if (unixSocket != null) {
            return NameServer.locate(Addresses.unixLocation(unixSocket), 0, config);
        }
        return host == null || host.isEmpty()
                ? NameServer.locate(config)
                : NameServer.locate(host, port == null ? config.nsPort() : port, config);
    }

    private void perform(NameServerCommand command, NameServer found, Proxy nameServer,
            ToolOutput out) {
        switch (command) {
            case PING -> {
                nameServer.call("ping");
                out.line("Name server ping ok.");
            }
            case LIST -> {
                if (arguments.isEmpty()) {
                    printList(nameServer, Kwargs.none(), "");
                } else {
                    String prefix = arguments.getFirst();
                    printList(nameServer, Kwargs.of("prefix", prefix), "- prefix '" + prefix + "'");
                }
            }
            case LIST_MATCHING -> {
                String regex = arguments.getFirst();
                printList(nameServer, Kwargs.of("regex", regex), "- regex '" + regex + "'");
            }
            case LOOKUP -> {
                Pair pair = lookup(arguments.getFirst(), found, nameServer);
                out.line(pair.uri());
                if (!pair.tags().isEmpty()) {
                    out.line("metadata: "
                            + PythonRepr.tags(pair.tags(), nameServer.dialect()));
                }
            }
            case REGISTER -> {
                nameServer.call("register", arguments.getFirst(), arguments.get(1),
                        Kwargs.of("safe", true));
                out.line("Registered " + arguments.getFirst());
            }
            case REMOVE -> {
                int removed = nameServer.call(int.class, "remove", arguments.getFirst());
                out.line(removed > 0 ? "Removed " + arguments.getFirst() : "Nothing removed");
            }
            case REMOVE_MATCHING -> {
                if (isSure(out)) {
                    int removed = nameServer.call(int.class, "remove",
                            Kwargs.of("regex", arguments.getFirst()));
                    out.line(removed + " items removed.");
                }
            }
            case SET_METADATA -> {
                List<String> tags = arguments.subList(1, arguments.size());
                nameServer.call("set_metadata", arguments.getFirst(), new ArrayList<>(tags));
                out.line(tags.isEmpty() ? "Metadata cleared" : "Metadata updated");
            }
            case LISTMETA_ALL, YPLOOKUP_ALL -> printTagged(nameServer, "all");
            case LISTMETA_ANY, YPLOOKUP_ANY -> printTagged(nameServer, "any");
        }
    }

    private static Pair lookup(String name, NameServer found, Proxy nameServer) {
        try {
            return Pair.of(nameServer.call("lookup", name, true));
        } catch (NamingException e) {
            found.lookup(name); // fails too, but suggests similar names
            throw e;
        }
    }

    private void printTagged(Proxy nameServer, String allOrAny) {
        Object reply = nameServer.dialect() == Dialect.V48
                ? nameServer.call("list",
                        Kwargs.of("metadata_" + allOrAny, arguments).and("return_metadata", true))
                : nameServer.call("yplookup",
                        Kwargs.of("meta_" + allOrAny, arguments).and("return_metadata", true));
        printBlock(reply, " - searched by metadata", nameServer.dialect());
    }

    private void printList(Proxy nameServer, Kwargs filter, String title) {
        printBlock(nameServer.call("list", filter.and("return_metadata", true)), title,
                nameServer.dialect());
    }

    private void printBlock(@Nullable Object reply, String title, Dialect dialect) {
        if (!(reply instanceof Map<?, ?> map)) {
            throw Pair.unexpected("a dict of registrations", reply);
        }
        Map<String, Pair> sorted = new TreeMap<>();
        map.forEach((name, pair) -> sorted.put(String.valueOf(name), Pair.of(pair)));
        ToolOutput out = out();
        out.line("--------START LIST " + title);
        sorted.forEach((name, pair) -> {
            out.line(name + " --> " + pair.uri());
            if (!pair.tags().isEmpty()) {
                out.line("    metadata: " + PythonRepr.tags(pair.tags(), dialect));
            }
        });
        out.line("--------END LIST " + title);
    }

    private static boolean isSure(ToolOutput out) {
        out.prompt("Potentially removing lots of items from the Name server."
                + " Are you sure (y/n)?");
        try {
            String answer = new BufferedReader(
                    new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            if (answer == null) {
                throw new UncheckedIOException("EOF when reading a line", new EOFException());
            }
            return answer.strip().equalsIgnoreCase("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ToolOutput out() {
        return new ToolOutput(spec.commandLine().getOut());
    }

    private void tell(String step) {
        if (verbose) {
            out().line(step);
        }
    }

    /** Describes an exception with its name in Python. */
    private static String describe(RuntimeException failure) {
        String type = failure.getClass().getSimpleName().replaceAll("Exception$", "Error");
        return switch (failure) {
            case RemoteCallException remote -> remote.pythonType()
                    .substring(remote.pythonType().lastIndexOf('.') + 1) + " - "
                    + remote.remoteMessage();
            case CallTimeoutException timeout -> "TimeoutError - " + timeout.getMessage();
            case SerializationException unread -> "SerializeError - " + unread.getMessage();
            case PyroSecurityException refused -> "SecurityError - " + refused.getMessage();
            case UncheckedIOException unread -> "EOFError - " + unread.getMessage();
            default -> type + " - " + failure.getMessage();
        };
    }

    /** A uri with tags, in the form that name servers send. */
    private record Pair(String uri, Collection<String> tags) {
        static Pair of(@Nullable Object value) {
            if (value instanceof List<?> pair && pair.size() == 2
                    && pair.get(1) instanceof Collection<?> tags) {
                return new Pair(String.valueOf(pair.get(0)),
                        tags.stream().map(String::valueOf).toList());
            }
            throw unexpected("a pair of uri and tags", value);
        }

        static ProtocolException unexpected(String wanted, @Nullable Object got) {
            return new ProtocolException("the name server should answer with " + wanted
                    + ", but sent " + (got == null ? "None" : got.getClass().getSimpleName()));
        }
    }
}
