package io.jyro.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Consumer;

import io.jyro.server.objects.Location;
import io.jyro.transport.Addresses;
import io.jyro.transport.Connection;

/** The one client at the other end of a connection that a daemon was given (docs/protocol.md, 3.12). */
record ConnectedEndpoint(Connection connection, Location location) implements Endpoint {

    static ConnectedEndpoint at(Connection connection) {
        SocketAddress here = connection.localAddress();
        return new ConnectedEndpoint(connection, here instanceof InetSocketAddress inet
                ? Location.AtHost.of(Addresses.numeric(inet.getAddress()), inet, null, 0)
                : Location.AtSocket.NOT_BOUND);
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return List.of();
    }

    @Override
    public boolean endsWithItsClient() {
        return true;
    }

    @Override
    public String describe(boolean oneCallAtATime, int connections) {
        return "<SocketServer_ExistingConnection on " + location.text() + ">";
    }

    @Override
    public void start(Consumer<Connection> clients) {
        clients.accept(connection);
    }

    @Override
    public void close() {
        // no other client can come
    }
}
