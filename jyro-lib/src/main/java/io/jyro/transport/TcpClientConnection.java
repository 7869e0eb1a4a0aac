package io.jyro.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.jyro.RemoteText;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy's connection over TCP. Interrupting a thread that reads or writes does not close it, since other threads may
 * wait for their replies on it. An interrupt would close a channel, so this class uses a socket: its reads ignore an
 * interrupt on a platform thread, and end with {@link ReadInterruptedException} on a virtual thread.
 */
final class TcpClientConnection extends SocketConnection {
    // Every OS buffers at least this much, so a smaller write cannot block if the peer has read all earlier bytes.
    private static final int SURELY_TAKEN = 16 * 1024;

    private final LastingSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private int timeoutMillis;
    // Bytes written since something was read. Approximate: the reading thread resets it.
    private long unanswered;

    private TcpClientConnection(LastingSocket socket, boolean noDelay) throws IOException {
        super(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress(),
                Addresses.text(socket.getRemoteSocketAddress()));
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
        socket.setTcpNoDelay(noDelay);
        socket.setKeepAlive(true);
    }

    /**
     * Connects to an address.
     *
     * @param timeoutMillis bounds the attempt; zero leaves it to the system
     */
    static TcpClientConnection connect(InetSocketAddress address, int timeoutMillis,
            boolean noDelay) throws IOException {
        LastingSocket socket = new LastingSocket();
        try {
            socket.connect(address, timeoutMillis);
            return new TcpClientConnection(socket, noDelay);
        } catch (IOException | RuntimeException e) {
            socket.end();
            if (e instanceof SocketException && Thread.currentThread().isVirtual()
                    && Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the thread was interrupted");
            }
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int count = in.read(into, offset, length);
            unanswered = 0;
            return count;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            if (socket.ended) {
                throw new ClosedHereException(e);
            }
            if (interruptEndsReads() && Thread.currentThread().isInterrupted()) {
                throw new ReadInterruptedException();
            }
            throw e;
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        if (available() > 0) {
            return read(into, offset, length);
        }
        int count = InstantRead.run(new ByteSource() {
            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                return readUnlessItWaits(bytes, from, most);
            }
        }, into, offset, length);
        return count == InstantRead.NOT_RUN ? readBriefly(into, offset, length) : count;
    }

    // Reads with the shortest timeout, for the case that all carriers of virtual threads are busy.
    private int readBriefly(byte[] into, int offset, int length) throws IOException {
        socket.setSoTimeout(1);
        try {
            return readUnlessItWaits(into, offset, length);
        } catch (SocketTimeoutException | ReadInterruptedException e) {
            return 0;
        } finally {
            socket.setSoTimeout(timeoutMillis);
        }
    }

    // Called by an interrupted virtual thread.
    private int readUnlessItWaits(byte[] into, int offset, int length) throws IOException {
        socket.closeRefused = false;
        try {
            return in.read(into, offset, length);
        } catch (SocketException e) {
            throw socket.closeRefused ? new ReadInterruptedException() : e;
        }
    }

    @Override
    public boolean interruptEndsReads() {
        return Thread.currentThread().isVirtual();
    }

    @Override
    public int available() throws IOException {
        try {
            return in.available();
        } catch (SocketException e) {
            throw socket.ended ? new ClosedHereException(e) : e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        unanswered += length;
        try {
            if (unanswered > SURELY_TAKEN && Thread.currentThread().isVirtual()) {
                UninterruptedWrite.run(out, bytes, offset, length);
            } else {
                out.write(bytes, offset, length);
            }
        } catch (SocketException e) {
            if (socket.ended) {
                throw new ClosedHereException(e);
            }
            close(); // an unknown part has been sent
            throw e;
        }
    }

    @Override
    public void readTimeout(Duration timeout) throws IOException {
        // Rounded up, so that the deadline has passed when a read with the remaining time ends.
        int millis = Math.clamp(timeout.plusNanos(999_999).toMillis(), 0, Integer.MAX_VALUE);
        if (timeoutMillis != millis) {
            timeoutMillis = millis;
            try {
                socket.setSoTimeout(millis);
            } catch (SocketException e) {
                throw socket.ended ? new ClosedHereException(e) : e;
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void acknowledgeNow() {
        // Not cached: each call creates a set, but few connections of a proxy ever get here.
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            try {
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            } catch (IOException e) {
                log().trace("TCP_QUICKACK refused for {}", this, RemoteText.loggable(e));
            }
        }
    }

    @Override
    public void close() {
        socket.end();
    }

    /** A socket that ignores attempts of its streams to close it: they do so when a virtual thread is interrupted. */
    private static final class LastingSocket extends Socket {
        private volatile boolean ended;
        private volatile boolean closeRefused;

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does not close the socket; see end()
        public void close() {
            closeRefused = true;
        }

        void end() {
            ended = true;
            String peer = String.valueOf(getRemoteSocketAddress());
            try {
                super.close();
            } catch (IOException e) {
                SocketConnection.closingFailed(peer, e);
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(TcpClientConnection.class);
    }
}
