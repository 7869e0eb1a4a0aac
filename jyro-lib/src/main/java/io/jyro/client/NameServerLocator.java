package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jyro.CommunicationException;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.Serializer;
import io.jyro.rpc.WireNames;
import io.jyro.transport.Addresses;
import io.jyro.transport.Broadcast;
import io.jyro.transport.CallDeadline;
import org.jspecify.annotations.Nullable;

/** Looks for the name server, first at its configured location, then by broadcast (docs/protocol.md, 7.3). */
final class NameServerLocator {
    // Debian's hosts file maps the machine's own name to this address, so servers bound to that name listen there.
    private static final String DEBIAN_HOST = "127.0.1.1";

    private static final String TLS_HINT = "; the request used TLS, as the proxy's tls or the"
            + " configuration says: if the name server does not use TLS, look the name up with a"
            + " NameServer whose configuration has TLS off, and build the proxy with the uri"
            + " that it returns";

    private final PyroConfig config;
    private final CallDeadline deadline;

    NameServerLocator(PyroConfig config) {
        this(config, CallDeadline.NONE);
    }

    /** @param deadline the deadline of the call for which the name server is needed */
    NameServerLocator(PyroConfig config, CallDeadline deadline) {
        this.config = config;
        this.deadline = deadline;
    }

    /** Locates the name server at the host of the uri, if there is one, or else by the default rules. */
    NameServer locateFor(PyroUri uri) {
        String host = uri.socketName() == null
                ? uri.host()
                : Addresses.unixLocation(uri.socketName());
        return host == null || host.isEmpty() ? locate(true) : locateAt(host, uri.port());
    }

    /**
     * Locates the name server at a host and port, and nowhere else. The host may be a Unix domain socket, {@code
     * ./u:path}.
     */
    NameServer locateAt(String host, int port) {
        List<CommunicationException> failures = new ArrayList<>();
        NameServer found = tryAt(Addresses.plainHost(host), port, failures);
        if (found != null) {
            return found;
        }
        throw notFound("", failures);
    }

    /**
     * Locates the name server by the default rules: at the configured host if that is this machine, then by broadcast,
     * then at the configured host if that is another machine.
     *
     * @param mayBroadcast whether to broadcast, if there are addresses for it
     */
    NameServer locate(boolean mayBroadcast) {
        List<CommunicationException> failures = new ArrayList<>();
        boolean local = Addresses.isLoopback(config.nsHost())
                || Addresses.unixPath(config.nsHost()) != null;
        if (local) {
            NameServer found = tryAt(config.nsHost(), config.nsPort(), failures);
            if (found == null && !config.nsHost().equals(DEBIAN_HOST)
                    && config.preferIpVersion() != 6
                    && Addresses.hasName(DEBIAN_HOST)) {
                found = tryAt(DEBIAN_HOST, config.nsPort(), failures);
            }
            if (found != null) {
                return found;
            }
        }
        String broadcast = "";
        deadline.check("looking for the name server and was not sent");
        List<String> addresses = config.broadcastAddrs().stream()
                .filter(address -> !address.isBlank()).toList();
        if (mayBroadcast && addresses.isEmpty()) {
            broadcast = "no broadcast, since BROADCAST_ADDRS is empty";
        } else if (mayBroadcast && config.preferIpVersion() != 6) {
            Optional<String> answer = Broadcast.findNameServer(addresses, config.nsBcPort(),
                    deadline);
            if (answer.isPresent()) {
                return new NameServer(proxy(answered(answer.get())));
            }
            broadcast = "no answer to a broadcast on port " + config.nsBcPort();
        }
        if (!local) {
            NameServer found = tryAt(config.nsHost(), config.nsPort(), failures);
            if (found != null) {
                return found;
            }
        }
        throw notFound(broadcast, failures);
    }

    private @Nullable NameServer tryAt(String host, int port,
            List<CommunicationException> failures) {
        String path = Addresses.unixPath(host);
        Proxy proxy = proxy(path == null
                ? PyroUri.of(WireNames.NAME_SERVER, host, port)
                : PyroUri.ofUnixSocket(WireNames.NAME_SERVER, path));
        try {
            proxy.bind();
            return new NameServer(proxy);
        } catch (CommunicationException e) {
            proxy.close();
            deadline.check("looking for the name server and was not sent");
            failures.add(e);
            return null;
        }
    }

    // Always uses serpent, whatever is configured: every name server accepts it, and other formats lose tags.
    private Proxy proxy(PyroUri uri) {
        return Proxy.builder(uri).config(config).serializer(Serializer.SERPENT)
                .within(deadline).build();
    }

    private static PyroUri answered(String text) {
        try {
            return PyroUri.parse(text);
        } catch (PyroException e) {
            throw new NamingException("Failed to locate the nameserver: the broadcast was"
                    + " answered, but not by a name server: " + RemoteText.message(e), e);
        }
    }

    private NamingException notFound(String broadcast, List<CommunicationException> failures) {
        List<String> tried = new ArrayList<>();
        failures.forEach(failure -> tried.add(RemoteText.message(failure)));
        if (!broadcast.isEmpty()) {
            tried.add(broadcast);
        }
        NamingException notFound = new NamingException(
                "Failed to locate the nameserver: " + String.join("; ", tried)
                        + "; start one, or say where it is (NS_HOST, NS_PORT, or in the uri)"
                        + (config.proxyTls() == null ? "" : TLS_HINT),
                failures.isEmpty() ? null : failures.getFirst());
        failures.stream().skip(1).forEach(notFound::addSuppressed);
        return notFound;
    }
}
