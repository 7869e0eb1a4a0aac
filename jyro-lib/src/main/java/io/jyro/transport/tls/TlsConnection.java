package io.jyro.transport.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.TlsConfig;
import io.jyro.transport.Addresses;
import io.jyro.transport.Connection;
import io.jyro.transport.LinkConnection;
import io.jyro.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS over another connection (docs/protocol.md, 2.5). The first read or write performs the handshake, on its own
 * thread, within the read timeout; a failed handshake throws {@link io.jyro.CommunicationException} with the reason in
 * plain words. A handshake that took too long is continued by the next read or write.
 *
 * <p>A reader never writes: responses that TLS 1.3 requires after the handshake are sent before the data of the next
 * write, as the protocol allows. So a peer that does not read cannot stop this end from reading. Renegotiation (TLS
 * 1.2) is refused.
 */
public final class TlsConnection implements Connection {
    private static final int LARGEST_FRAGMENT = 16 * 1024;
    private static final Duration GOODBYE = Duration.ofMillis(500);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection below;
    private final Supplier<SSLEngine> engines;
    private final TlsBuffers buffers;
    private final TlsFailures failures;
    private final TlsRecords records; // guarded by reading, like input
    private final TlsInput input;

    // The handshake holds both, taken in this order; otherwise a thread holds only one of them.
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable SSLEngine established; // written with both locks held
    private volatile List<X509Certificate> peerCertificates = List.of();
    private boolean failed; // guarded by both locks, like unfinished
    private @Nullable TlsHandshake unfinished;
    private volatile boolean plainPeer;
    private volatile boolean leaving;
    private volatile Duration timeout = Duration.ZERO;

    private boolean timeoutShortened; // guarded by reading

    private TlsConnection(Connection below, Supplier<SSLEngine> engines, TlsBuffers buffers,
            boolean ofProxy, String peer) {
        this.below = below;
        this.engines = engines;
        this.buffers = buffers;
        failures = new TlsFailures(peer, ofProxy);
        records = new TlsRecords(below, buffers);
        input = new TlsInput(records, failures);
    }

    /**
     * Returns a proxy's end of a TLS connection. Returns the given connection if TLS is off, or for a link within this
     * process, where nobody could eavesdrop.
     *
     * @param host the host that the daemon's certificate must be valid for
     */
    public static Connection toDaemon(Connection below, @Nullable TlsConfig tls, String host,
            int port) {
        if (tls == null || below instanceof LinkConnection) {
            return below;
        }
        int scope = host.indexOf('%'); // certificates do not name the scope, which only means something on this machine
        String name = scope < 0 ? host : host.substring(0, scope);
        return new TlsConnection(below, () -> tls.proxyEngine(name, port, TlsTrust::new),
                TlsBuffers.ofProxy(), true, Addresses.hostAndPort(host, port));
    }

    /** Returns a daemon's end for one client, or the given connection as in {@link #toDaemon}. */
    public static Connection fromClient(Connection below, @Nullable TlsConfig tls) {
        return tls == null || below instanceof LinkConnection
                ? below
                : fromClient(below, tls, TlsBuffers.ofProxy());
    }

    /** Returns a daemon's end. */
    static Connection fromClient(Connection below, TlsConfig tls, TlsBuffers buffers) {
        return new TlsConnection(below, () -> tls.daemonEngine(TlsTrust::new), buffers, false,
                below.toString());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        SSLEngine engine = established;
        reading.lock();
        try {
            if (leaving) {
                return dropped(into, offset, length);
            }
            if (engine == null) {
                engine = handshake();
            } else if (timeoutShortened) {
                timeoutShortened = false;
                below.readTimeout(timeout);
            }
            long began = timeout.isZero() ? 0 : System.nanoTime();
            return input.read(engine, into, offset, length, () -> shortenTimeout(began));
        } finally {
            reading.unlock();
        }
    }

    // The timeout applies to decrypted bytes, as in Python: a peer that sends a record byte by byte gets no more time
    // than a silent one.
    private void shortenTimeout(long beganNanos) throws IOException {
        if (timeout.isZero()) {
            return;
        }
        long left = timeout.toNanos() - (System.nanoTime() - beganNanos);
        if (left <= 0) {
            throw new SocketTimeoutException("no complete TLS record in time");
        }
        below.readTimeout(Duration.ofNanos(left));
        timeoutShortened = true;
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        SSLEngine engine = established;
        if (engine == null || !reading.tryLock()) {
            return 0;
        }
        try {
            return input.readNow(engine, into, offset, length);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int available() throws IOException {
        SSLEngine engine = established;
        if (engine == null || !reading.tryLock()) {
            return 0;
        }
        try {
            return input.available(engine, below);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        SSLEngine engine = established;
        if (engine == null) {
            if (plainPeer) {
                below.write(bytes, offset, length); // an unencrypted refusal, which the peer can understand
                return;
            }
            reading.lock();
            try {
                engine = handshake();
            } finally {
                reading.unlock();
            }
        }
        writing.lock();
        try {
            encrypt(engine, ByteBuffer.wrap(bytes, offset, length));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean interruptEndsReads() {
        return below.interruptEndsReads();
    }

    @Override
    public void readTimeout(Duration newTimeout) throws IOException {
        timeout = newTimeout;
        below.readTimeout(newTimeout);
    }

    @Override
    public void shutdownOutput() throws IOException {
        SSLEngine engine = established;
        if (engine == null) {
            leaving = true;
        } else {
            writing.lock();
            try {
                byte[] goodbye = goodbye(engine);
                below.write(goodbye, 0, goodbye.length);
            } finally {
                writing.unlock();
            }
        }
        below.shutdownOutput();
    }

    @Override
    public void acknowledgeNow() {
        below.acknowledgeNow();
    }

    @Override
    public SocketAddress localAddress() {
        return below.localAddress();
    }

    @Override
    public SocketAddress peerAddress() {
        return below.peerAddress();
    }

    @Override
    public boolean isEncrypted() {
        return true;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }

    /** Closes the connection at once; sends a TLS closing alert before, if no other thread is writing. */
    @Override
    public void close() {
        SSLEngine engine = established;
        if (engine != null && !engine.isOutboundDone() && writing.tryLock()) {
            try {
                sayGoodbye(engine);
            } finally {
                writing.unlock();
            }
        }
        below.close();
    }

    @Override
    public String toString() {
        return below.toString();
    }

    // Called with reading held, so that only one thread attempts it at a time.
    private SSLEngine handshake() throws IOException {
        SSLEngine done = established;
        if (done != null) {
            return done;
        }
        writing.lock();
        try {
            if (failed) {
                throw new IOException("the TLS handshake failed before");
            }
            failed = true; // reset when it succeeds
            TlsHandshake handshake = unfinished;
            if (handshake == null) {
                handshake = new TlsHandshake(engines.get(), below, records, failures);
                unfinished = handshake;
            }
            SSLEngine engine = handshake.engine();
            handshake.within(timeout);
            byte[] out = buffers.take(TlsBuffers.SEVERAL_RECORDS);
            try {
                handshake.run(out);
                below.readTimeout(handshake.left());
            } catch (SocketTimeoutException e) {
                failed = false;
                throw e;
            } catch (SSLException e) {
                throw failures.handshake(e, engine);
            } catch (MalformedMessageException e) {
                plainPeer = true;
                throw e;
            } finally {
                buffers.give(out);
            }
            timeoutShortened = true;
            unfinished = null;
            peerCertificates = certificatesOf(engine);
            failed = false;
            established = engine;
            log().debug("{} speaks {} with {}", below, engine.getSession().getProtocol(),
                    engine.getSession().getCipherSuite());
            return engine;
        } finally {
            writing.unlock();
        }
    }

    private static List<X509Certificate> certificatesOf(SSLEngine engine) {
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return Arrays.stream(chain).filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the peer was not asked for a certificate
        }
    }

    // Input after a failed handshake is useless, but must be read: closing with unread input would discard the alert
    // that tells the peer the reason.
    private int dropped(byte[] into, int offset, int length) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        int count = 0;
        while (count >= 0 && System.nanoTime() < end) {
            count = below.read(into, offset, length);
        }
        return -1;
    }

    // Called with writing held.
    private void encrypt(SSLEngine engine, ByteBuffer from) throws IOException {
        byte[] out = buffers.take(from.remaining() <= LARGEST_FRAGMENT
                ? TlsBuffers.RECORD
                : TlsBuffers.SEVERAL_RECORDS);
        try {
            ByteBuffer to = ByteBuffer.wrap(out);
            while (from.hasRemaining()) {
                SSLEngineResult result = engine.wrap(from, to);
                if (result.getStatus() == Status.BUFFER_OVERFLOW && to.position() > 0) {
                    below.write(out, 0, to.position());
                    to.clear();
                } else if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
                    throw new IOException(result.getStatus() == Status.CLOSED
                            ? "the connection is closed"
                            : "TLS cannot write: " + result.getStatus() + ", "
                                    + result.getHandshakeStatus());
                }
            }
            below.write(out, 0, to.position());
        } finally {
            buffers.give(out);
        }
    }

    // Called with writing held.
    private static byte[] goodbye(SSLEngine engine) throws SSLException {
        ByteBuffer to = ByteBuffer.allocate(TlsBuffers.RECORD);
        engine.closeOutbound();
        while (!engine.isOutboundDone() && engine.wrap(NOTHING, to).bytesProduced() > 0) {
            // pending records are written first
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    // Even this small write may block if the peer does not read, so the connection is closed after a short time.
    private void sayGoodbye(SSLEngine engine) {
        CompletableFuture<@Nullable Void> said = new CompletableFuture<>();
        try {
            byte[] goodbye = goodbye(engine);
            said.orTimeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> {
                        below.close();
                        return null;
                    });
            below.write(goodbye, 0, goodbye.length);
        } catch (IOException | PyroException e) {
            log().trace("{} is closed without TLS's close_notify", below, RemoteText.loggable(e));
        } finally {
            said.complete(null);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(TlsConnection.class);
    }
}
