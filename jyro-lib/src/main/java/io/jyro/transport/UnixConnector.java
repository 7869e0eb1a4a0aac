package io.jyro.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;

/**
 * Opens connections to Unix domain sockets. Immutable.
 *
 * @param timeout how long to wait for a daemon whose queue of clients is full; zero is 10 seconds
 */
record UnixConnector(Duration timeout) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Connects to a daemon's socket.
     *
     * @throws CommunicationException naming the path and what is wrong with it
     */
    Connection connect(UnixPath path, CallDeadline callDeadline) {
        UnixDomainSocketAddress address = path.address("connect to");
        Duration patience = timeout.isZero() ? PATIENCE : timeout;
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = SHORTEST_PAUSE;
        while (true) {
            try {
                return attempt(path, address);
            } catch (IOException e) {
                if (!isBusy(path, e)) {
                    throw new NotConnectedException(
                            "cannot connect to " + path + ": " + reason(path, e), e);
                }
                callDeadline.check("connecting to " + path);
                if (System.nanoTime() + pause > deadline) {
                    throw new CallTimeoutException("cannot connect to " + path
                            + ": it takes no more clients (" + e.getMessage() + "), for "
                            + (timeout.isZero()
                                    ? PATIENCE + " by now"
                                    : timeout + " (timeout, COMMTIMEOUT)"),
                            e);
                }
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    // Non-blocking, since a blocking connect has no timeout. A non-blocking one is never pending: it succeeds or fails
    // at once.
    private static Connection attempt(UnixPath path, UnixDomainSocketAddress address)
            throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(address);
            return new UnixClientConnection(channel, channel.getLocalAddress(), address,
                    path.toString());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    // The error EAGAIN has no exception class of its own, and its text depends on the locale.
    private static boolean isBusy(UnixPath path, IOException e) {
        return !(e instanceof ConnectException) && !Thread.currentThread().isInterrupted()
                && path.isSocket() && Files.isWritable(path.file());
    }

    private static String reason(UnixPath path, IOException e) {
        if (!path.exists()) {
            return "there is no such socket; is the daemon running, and is this the path that it"
                    + " listens on?";
        }
        if (e instanceof ConnectException) {
            return path.isSocket()
                    ? "no process listens on it any more (" + e.getMessage() + "); start the daemon"
                    : "the file there is not a socket; is this the path that the daemon"
                            + " listens on?";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
