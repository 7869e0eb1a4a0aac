package io.jyro.server;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import io.jyro.Link;
import io.jyro.transport.Connection;

/**
 * Gathers where the clients of a daemon come from. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class ListeningBuilder<B extends ListeningBuilder<B>> extends HostingBuilder<B>
        permits ServingBuilder {
    abstract EntranceSettings entrance();

    /**
     * A name or address of this machine to listen on; by default {@code localhost}. May be given several times: the
     * daemon listens on all of them, on the same port, and its uris name the first. {@code 0.0.0.0} is every IPv4
     * address of the machine, {@code ::} every address: then uris name the first that is not loopback. A uri that is
     * written to a connection names what its receiver can reach.
     */
    public B host(String newHost) {
        entrance().host(newHost);
        return self();
    }

    /** The port to listen on; 0, the default, takes any free one. */
    public B port(int newPort) {
        entrance().port(newPort);
        return self();
    }

    /**
     * The path of a Unix domain socket to listen on, in place of a host. A socket that a process left behind which is
     * gone is replaced. The file is removed when the daemon is closed.
     *
     * @throws IllegalArgumentException if something else in place of a host was given before
     */
    public B unixSocket(String path) {
        entrance().unixSocket(path);
        return self();
    }

    /** The path of a Unix domain socket to listen on, in place of a host. */
    public B unixSocket(Path path) {
        return unixSocket(path.toString());
    }

    /**
     * A connected socket, of TCP or a Unix domain socket, in place of a host: the client at its other end is served,
     * without a handshake, and nobody else. Its first request is answered when an object is registered, or at
     * {@link Daemon#requestLoop()}. The daemon ends when that client leaves; neither then nor when it is closed does it
     * close the channel. Until then nobody else may use it.
     *
     * @throws IllegalArgumentException if something else in place of a host was given before
     */
    public B connectedSocket(SocketChannel channel) {
        entrance().connection("connected_socket", () -> Connection.over(channel));
        return self();
    }

    /**
     * An end of a link within this process, in place of a host: the proxy at the other end is served, without a
     * handshake, and nobody else. The daemon ends when that end is closed, and closes this one when it is closed.
     *
     * @throws IllegalArgumentException if something else in place of a host was given before
     */
    public B link(Link.End end) {
        entrance().connection("link", () -> Connection.over(end));
        return self();
    }

    /** The host under which clients outside of a NAT reach this daemon. */
    public B natHost(String newHost) {
        entrance().natHost(newHost);
        return self();
    }

    /** The port under which clients outside of a NAT reach this daemon; 0 is the same as inside. */
    public B natPort(int newPort) {
        entrance().natPort(newPort);
        return self();
    }
}
