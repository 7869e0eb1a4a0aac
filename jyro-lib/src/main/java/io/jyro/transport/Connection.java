package io.jyro.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import io.jyro.Link;
import org.jspecify.annotations.Nullable;

/**
 * A connected, blocking channel of bytes. One thread may read while another writes; closing is allowed to any
 * thread and ends both.
 */
public interface Connection extends AutoCloseable {
    /**
     * Over a channel that the user opened, of TCP or a Unix domain socket. Closing the connection leaves it open.
     *
     * @throws io.jyro.CommunicationException if it is not connected
     */
    static Connection over(SocketChannel channel) {
        return BorrowedConnection.over(channel);
    }

    /** Over an end of a link within this process. Closing the connection closes the end. */
    static Connection over(Link.End end) {
        return new LinkConnection(end);
    }

    /**
     * Reads what is there, waiting for the first byte.
     *
     * @return how many bytes were read, or -1 if the peer sends no more
     * @throws java.net.SocketTimeoutException if nothing came within the read timeout
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * How many bytes can be read without waiting, at least; 0 if that is unknown, as while another thread reads. Any thread
     * may ask; it never waits.
     */
    int available() throws IOException;

    /**
     * Reads what is there without waiting, which unlike {@link #available} notices that the peer sends no more. For a
     * thread that may read, while no other does.
     *
     * @return how many bytes were read; 0 if there are none, or that cannot be told; -1 if the peer sends no more
     */
    default int readNow(byte[] into, int offset, int length) throws IOException {
        return 0;
    }

    /** Writes all of it, waiting as long as the peer takes to accept it. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes all bytes from a buffer's position to its limit, from where they are if it can; the position is then at the
     * limit.
     */
    default void write(ByteBuffer bytes) throws IOException {
        byte[] piece = new byte[Math.min(ChannelChunks.SIZE, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            write(piece, 0, length);
        }
    }

    /**
     * Whether a read by this thread that waits is ended by an interrupt, with an error, so that another thread can read
     * on. Otherwise only bytes, the timeout or closing end it.
     */
    default boolean interruptEndsReads() {
        return true;
    }

    /** How long a read may wait; zero is for ever. */
    void readTimeout(Duration timeout) throws IOException;

    /** Tells the peer that no more will be sent; reading goes on. */
    void shutdownOutput() throws IOException;

    /**
     * Asks the system to acknowledge at once what came, where it can. A stock client that sends a call behind a
     * oneway call otherwise waits some 40 ms for the acknowledgement of the first (Nagle's algorithm).
     */
    void acknowledgeNow();

    /** This end's address, as far as it is known. */
    SocketAddress localAddress();

    /** The other end's address, as far as it is known; still there after closing. */
    SocketAddress peerAddress();

    /** What the other end has shown of itself in a TLS handshake, its own certificate first; empty without. */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /** Whether what goes over it is encrypted. */
    default boolean isEncrypted() {
        return false;
    }

    /**
     * What tells, for many connections at once, that there is something to read; null if a thread has to wait for that.
     * It blocks as long as the connection is used.
     */
    default @Nullable SelectableChannel selectable() {
        return null;
    }

    /** Closes without waiting and without complaint. */
    @Override
    void close();
}
