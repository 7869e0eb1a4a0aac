package io.jyro.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.jyro.CommunicationException;
import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix domain socket. Creates the socket file, in place of one left behind by a process that has ended,
 * and removes the file that it created.
 */
final class UnixListener implements Listener {
    private static final Logger log = LoggerFactory.getLogger(UnixListener.class);
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel channel;
    private final UnixPath path;
    private final Path file;
    private final UnixDomainSocketAddress address;
    private final @Nullable Object identity;
    private final AtomicLong clients = new AtomicLong();

    private UnixListener(ServerSocketChannel channel, UnixPath path,
            UnixDomainSocketAddress address) {
        this.channel = channel;
        this.path = path;
        this.address = address;
        file = path.file();
        identity = path.identity();
    }

    /**
     * Creates the socket and begins to listen.
     *
     * @throws CommunicationException if the path is in use or unusable, naming it and the reason
     */
    static Listener open(UnixPath path) {
        UnixDomainSocketAddress address = path.address("listen on");
        if (path.exists()) {
            removeStale(path, address);
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(address, BACKLOG);
            return new UnixListener(channel, path, address);
        } catch (BindException e) {
            TcpListener.closeQuietly(channel);
            throw taken(path, e);
        } catch (IOException | UnsupportedOperationException e) {
            TcpListener.closeQuietly(channel);
            throw new CommunicationException("cannot listen on " + path + ": " + e.getMessage()
                    + "; does its directory exist, and may this user write there?", e);
        }
    }

    // Only a socket on which nobody answers is removed, and only if the file is still the one that was probed.
    private static void removeStale(UnixPath path, UnixDomainSocketAddress address) {
        if (!path.isSocket()) {
            throw new CommunicationException("cannot listen on " + path
                    + ": the file there is not a socket, and is not replaced; choose another"
                    + " path, or move the file away");
        }
        Object asked = path.identity();
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a server with a full queue is alive too
            probe.connect(address);
            throw taken(path, null);
        } catch (ConnectException e) {
            log.debug("no process answers on {}", path, RemoteText.loggable(e));
        } catch (IOException e) {
            throw taken(path, e);
        }
        try {
            if (asked != null && asked.equals(path.identity())) {
                Files.deleteIfExists(path.file());
                log.info("replacing the socket {}, which was left by a process that has"
                        + " ended", path);
            }
        } catch (IOException e) {
            throw new CommunicationException("cannot listen on " + path
                    + ": no process answers on the socket that is there, but it cannot be removed: "
                    + e + "; remove it, or choose another path", e);
        }
    }

    private static CommunicationException taken(UnixPath path, @Nullable IOException cause) {
        return new CommunicationException("cannot listen on " + path
                + ": another process listens there"
                + (cause == null ? "" : " (" + cause.getMessage() + ")")
                + "; end it, or choose another path", cause);
    }

    @Override
    public String host() {
        return path.text();
    }

    @Override
    public UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    /** Accepts a client. Clients have no addresses of their own, so each is identified by a number. */
    @Override
    public Connection accept() throws IOException {
        SocketChannel client = channel.accept();
        return new UnixConnection(client, address, address,
                path + " (client " + clients.incrementAndGet() + ")");
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Removes the file first: while the channel is open, no other file can have its identity. */
    @Override
    public void close() {
        try {
            if (channel.isOpen() && identity != null && identity.equals(path.identity())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("the socket {} cannot be removed; it will be replaced when it is listened on"
                    + " again", path, RemoteText.loggable(e));
        } finally {
            TcpListener.closeQuietly(channel);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
