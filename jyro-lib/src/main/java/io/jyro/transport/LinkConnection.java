package io.jyro.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.jyro.Link;

/** A connection over an end of a link within this process. */
public final class LinkConnection implements Connection {
    private static final SocketAddress ADDRESS = new InProcessAddress();

    private final Link.End end;
    // A link has no read without any waiting.
    private static final Duration INSTANT = Duration.ofNanos(1);

    private volatile Duration timeout = Duration.ZERO;

    /** The address of both ends. */
    private static final class InProcessAddress extends SocketAddress {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "in-process link";
        }
    }

    LinkConnection(Link.End end) {
        this.end = end;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return end.read(into, offset, length, timeout);
        } catch (InterruptedIOException e) {
            SocketTimeoutException timedOut = new SocketTimeoutException(e.getMessage());
            timedOut.initCause(e);
            throw timedOut;
        } catch (IOException e) {
            throw e.getCause() instanceof InterruptedException
                    ? new ReadInterruptedException()
                    : e;
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        try {
            return end.read(into, offset, length, INSTANT);
        } catch (InterruptedIOException e) {
            return 0;
        } catch (IOException e) {
            if (e.getCause() instanceof InterruptedException) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public int available() {
        return end.available();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        end.write(bytes, offset, length);
    }

    @Override
    public void readTimeout(Duration newTimeout) {
        timeout = newTimeout;
    }

    @Override
    public void shutdownOutput() {
        end.endOutput();
    }

    @Override
    public void acknowledgeNow() {
        // written bytes arrive at once
    }

    @Override
    public SocketAddress localAddress() {
        return ADDRESS;
    }

    @Override
    public SocketAddress peerAddress() {
        return ADDRESS;
    }

    @Override
    public void close() {
        end.close();
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
