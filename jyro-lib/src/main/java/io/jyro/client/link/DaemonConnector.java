package io.jyro.client.link;

import java.util.Objects;
import java.util.UUID;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.rpc.Capabilities;
import io.jyro.serialize.CodecContext;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.Connector;
import io.jyro.transport.message.MessageChannel;
import io.jyro.transport.message.WaitInterruptedException;
import io.jyro.transport.tls.TlsConnection;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for one proxy: connects, and detects the daemon's dialect by one or two handshakes. Immutable; any
 * thread.
 */
final class DaemonConnector {
    private final ProxySettings settings;
    private final Connector connector;
    private final ConnectionFactory connections;
    private final ClientHandshake handshake;

    /**
     * @param received makes the proxies that are received over the connections
     * @param byThread notified of callers that wait for each other on a connection
     */
    DaemonConnector(ProxySettings settings, ConnectionFactory.Receiver received,
            ConnectionsByThread byThread) {
        this.settings = settings;
        connections = new ConnectionFactory(settings, received, byThread);
        handshake = new ClientHandshake(settings, connections);
        connector = new Connector(settings.timeout(), settings.config().preferIpVersion(),
                settings.config().sockNodelay());
    }

    /**
     * Connects to the daemon of an object and performs the handshake; a given connection is used without either.
     *
     * @param likely the dialect to try first, or null
     * @throws CommunicationException if the daemon cannot be reached, or refuses
     */
    DaemonConnection connect(PyroUri uri, @Nullable Dialect likely, CallDeadline deadline) {
        return connect(uri, likely,
                settings.connections().towardJyro() > 1
                        ? Capabilities.OFFER
                        : Capabilities.OFFER.withoutFurther(),
                deadline);
    }

    /**
     * Opens another connection to the daemon of a first one.
     *
     * @return null if the daemon does not accept it as one of that client
     * @throws CommunicationException if the daemon cannot be reached, or refuses
     */
    @Nullable
    DaemonConnection connectFurther(DaemonConnection first, CallDeadline deadline) {
        UUID client = first.nameOfClient(deadline);
        DaemonConnection made = connect(first.uri(), first.dialect(),
                Capabilities.OFFER.furtherOf(client), deadline);
        if (client.equals(made.client())) {
            return made;
        }
        made.close();
        return null;
    }

    private DaemonConnection connect(PyroUri uri, @Nullable Dialect likely, Capabilities offer,
            CallDeadline deadline) {
        try {
            return connectBy(uri, likely, offer, deadline);
        } catch (WaitInterruptedException e) {
            throw new CommunicationException("interrupted while connecting to "
                    + RemoteText.shown(uri.location())
                    + "; the call was not sent", e);
        } catch (CommunicationException e) { // after the deadline, every error of any step means that the call was late
            if (!deadline.hasPassed()) {
                throw e;
            }
            CallTimeoutException late = deadline.passed("connecting to "
                    + RemoteText.shown(uri.location()) + " and was not sent ("
                    + RemoteText.message(e) + ")");
            late.initCause(e);
            throw late;
        }
    }

    private DaemonConnection connectBy(PyroUri uri, @Nullable Dialect likely, Capabilities offer,
            CallDeadline deadline) {
        GivenConnection given = settings.given();
        if (given != null) {
            return withoutHandshake(securedOnThisMachine(given.take()), uri, deadline);
        }
        String location = uri.location();
        String host = uri.host();
        if (host != null && host.isEmpty()) { // Pyro accepts such uris, too
            throw new PyroException("cannot connect to object '" + RemoteText.shown(uri.objectId())
                    + "': its uri has no host before the port " + uri.port() + "; write "
                    + RemoteText.shown(uri + "@localhost:" + uri.port())
                    + ", or the host that its daemon runs on");
        }
        if (location == null || GivenConnection.HOST.equals(uri.host())) {
            throw new PyroException("cannot connect to " + RemoteText.shown(uri.toString())
                    + ": its daemon can be reached only over the socket that it was given");
        }
        Dialect known = DialectCache.shared().of(location);
        Dialect[] dialects = settings.dialects(known == null ? likely : known);
        WrongDialect first = null;
        for (Dialect dialect : dialects) {
            try {
                DaemonConnection connection = handshake.shakeHands(connect(uri, deadline), uri,
                        location, dialect, offer, deadline);
                DialectCache.shared().remember(location, dialect);
                return connection;
            } catch (WrongDialect e) {
                if (first != null) {
                    throw refusedByBoth(location, first, e);
                }
                first = e;
            }
        }
        throw refusedByTheOnly(location, Objects.requireNonNull(first));
    }

    private Connection connect(PyroUri uri, CallDeadline deadline) {
        String path = uri.socketName();
        if (path != null) {
            return securedOnThisMachine(connector.connectUnix(path, deadline));
        }
        String host = Objects.requireNonNull(uri.host());
        return TlsConnection.toDaemon(connector.connect(host, uri.port(), deadline),
                settings.tls(), host, uri.port());
    }

    // The uri has no host, and the peer is on this machine.
    private Connection securedOnThisMachine(Connection connection) {
        return TlsConnection.toDaemon(connection, settings.tls(), "localhost", 0);
    }

    // The peer's dialect cannot be detected, so it is the one that the settings require, or else 502.
    private DaemonConnection withoutHandshake(Connection connection, PyroUri uri,
            CallDeadline deadline) {
        Dialect dialect = settings.dialects(null)[0];
        MessageChannel channel = connections.channelOver(connection, deadline);
        try {
            CodecContext context = connections.contextFor(dialect, connection);
            return connections.connection(channel, connections.codecFor(dialect), context, uri,
                    null,
                    Capabilities.NONE, deadline);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static CommunicationException refusedByTheOnly(String location, WrongDialect refused) {
        if (refused.answeredIn() == null) { // possibly a network failure, so the call may be repeated
            return new ConnectionClosedException(
                    "cannot connect to " + RemoteText.shown(location) + ": " + refused.reason(),
                    refused);
        }
        return new ProtocolException(
                "cannot connect to " + RemoteText.shown(location) + ": " + refused.reason()
                        + "; build the proxy with"
                        + " protocol(AUTO), or the protocol that the daemon speaks",
                refused);
    }

    private CommunicationException refusedByBoth(String location, WrongDialect first,
            WrongDialect second) {
        if (second.answeredIn() == first.tried()) {
            // The daemon speaks the first dialect, but closed without an answer: stock Pyro5 refuses a serializer that
            // way.
            return new ProtocolException("connection to " + RemoteText.shown(location)
                    + " rejected: the daemon speaks "
                    + first.tried().pyro()
                    + "'s protocol but refused the handshake, probably because it does not accept the"
                    + " serializer " + settings.serializer().pyroName()
                    + "; use another serializer");
        }
        String text = "cannot connect to " + RemoteText.shown(location) + ": " + first.reason()
                + "; then "
                + second.reason()
                + "; is a Pyro daemon listening there, and does it expect TLS or a key (hmacKey)?";
        return first.answeredIn() == null && second.answeredIn() == null
                ? new ConnectionClosedException(text, second)
                : new CommunicationException(text, second.getCause());
    }
}
