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
 * A connected, blocking channel of bytes. One thread may read while another writes; any thread may close it, which ends
 * both.
 */
public interface Connection extends AutoCloseable {
    /**
     * Creates a connection over a TCP or Unix domain channel that the user opened. Closing the connection leaves the
     * channel open.
     *
     * @throws io.jyro.CommunicationException if the channel is not connected
     */
    static Connection over(SocketChannel channel) {
        return BorrowedConnection.over(channel);
    }

    /** Creates a connection over an end of a link within this process. Closing the connection closes the end. */
    static Connection over(Link.End end) {
        return new LinkConnection(end);
    }

    /**
     * Reads the bytes that are available, waiting for the first one.
     *
     * @return how many bytes were read, or -1 if the peer sends no more
     * @throws java.net.SocketTimeoutException if nothing came within the read timeout
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * Returns a lower bound of how many bytes can be read without waiting; 0 if that is unknown, for example while
     * another thread reads. May be called by any thread and never waits.
     */
    int available() throws IOException;

    /**
     * Reads the bytes that are available, without waiting. Unlike {@link #available} it notices that the peer sends no
     * more. For a thread that may read, while no other does.
     *
     * @return how many bytes were read; 0 if there are none, or if that cannot be told; -1 if the peer sends no more
     */
    default int readNow(byte[] into, int offset, int length) throws IOException {
        return 0;
    }

    /** Writes all bytes, waiting as long as the peer takes to accept them. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes all bytes from a buffer's position to its limit, without copying them where possible; the position is at
     * the limit afterwards.
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
     * Returns whether an interrupt ends a waiting read of the current thread with an error, so that another thread can
     * continue reading. Otherwise only bytes, the timeout or closing end it.
     */
    default boolean interruptEndsReads() {
        return true;
    }

    /** Sets how long a read may wait; zero is without limit. */
    void readTimeout(Duration timeout) throws IOException;

    /** Tells the peer that no more bytes will be sent; reading is still possible. */
    void shutdownOutput() throws IOException;

    /**
     * Asks the system to acknowledge the received bytes at once, where it can. A stock client that sends a call after a
     * oneway call otherwise waits some 40 ms for the acknowledgement of the first (Nagle's algorithm).
     */
    void acknowledgeNow();

    /** Returns the address of this end, as far as it is known. */
    SocketAddress localAddress();

    /** Returns the address of the peer, as far as it is known, also after closing. */
    SocketAddress peerAddress();

    /** Returns the certificates that the peer presented in a TLS handshake, its own first; empty without TLS. */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /** Returns whether the connection is encrypted. */
    default boolean isEncrypted() {
        return false;
    }

    /**
     * Returns the channel with which a selector can wait for bytes on many connections; null if only a thread can wait
     * for them. The channel is in blocking mode while the connection is in use.
     */
    default @Nullable SelectableChannel selectable() {
        return null;
    }

    /** Closes the connection without waiting and without throwing. */
    @Override
    void close();
}
