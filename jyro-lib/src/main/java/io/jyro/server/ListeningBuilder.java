package io.jyro.server;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import io.jyro.Link;
import io.jyro.transport.Connection;

/**
 * Collects the settings of a daemon for the source of its clients. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class ListeningBuilder<B extends ListeningBuilder<B>> extends HostingBuilder<B>
        permits ServingBuilder {
    abstract EndpointDraft endpoint();

    /**
     * Sets a name or address of this machine to listen on; by default {@code localhost}. If called several times, the
     * daemon listens on all of them, on the same port, and its uris name the first. {@code 0.0.0.0} means every IPv4
     * address of the machine, {@code ::} every address; uris then name the first one that is not loopback. A uri that
     * is sent over a connection names an address that its receiver can reach.
     */
    public B host(String newHost) {
        endpoint().host(newHost);
        return self();
    }

    /** Sets the port to listen on; 0, the default, means any free port. */
    public B port(int newPort) {
        endpoint().port(newPort);
        return self();
    }

    /**
     * Sets the path of a Unix domain socket to listen on, instead of a host. A socket that was left by a dead process
     * is replaced. The file is removed when the daemon is closed.
     *
     * @throws IllegalArgumentException if another alternative to a host was set before
     */
    public B unixSocket(String path) {
        endpoint().unixSocket(path);
        return self();
    }

    /** Sets the path of a Unix domain socket to listen on, instead of a host. */
    public B unixSocket(Path path) {
        return unixSocket(path.toString());
    }

    /**
     * Sets a connected socket, of TCP or a Unix domain socket, instead of a host: only the client at its other end is
     * served, without a handshake. Its first request is answered when an object is registered, or at {@link
     * Daemon#requestLoop()}. The daemon ends when that client leaves. Neither then nor when the daemon is closed does
     * it close the channel. Until then nothing else may use the channel.
     *
     * @throws IllegalArgumentException if another alternative to a host was set before
     */
    public B connectedSocket(SocketChannel channel) {
        endpoint().connection("connected_socket", () -> Connection.over(channel));
        return self();
    }

    /**
     * Sets one end of a link within this process, instead of a host: only the proxy at the other end is served, without
     * a handshake. The daemon ends when that end is closed, and closes this end when it is closed.
     *
     * @throws IllegalArgumentException if another alternative to a host was set before
     */
    public B link(Link.End end) {
        endpoint().connection("link", () -> Connection.over(end));
        return self();
    }

    /** Sets the host by which clients outside a NAT reach this daemon. */
    public B natHost(String newHost) {
        endpoint().natHost(newHost);
        return self();
    }

    /** Sets the port by which clients outside a NAT reach this daemon; 0 means the same as inside. */
    public B natPort(int newPort) {
        endpoint().natPort(newPort);
        return self();
    }
}
