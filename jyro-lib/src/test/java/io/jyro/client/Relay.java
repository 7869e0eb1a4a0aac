package io.jyro.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.jyro.PyroUri;

/**
 * Passes bytes between clients and a daemon. It can make the daemon look like a stock Pyro, which knows no calls side by
 * side, can stop reading what clients send, and can pass replies byte by byte.
 */
public final class Relay implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket door;
    private final int daemonPort;
    private final boolean stock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore accepted = new Semaphore(0);
    private final Semaphore ended = new Semaphore(0);
    private final Semaphore gate = new Semaphore(1); // held while nothing is read from clients

    private volatile boolean trickling;

    private Relay(int daemonPort, boolean stock) {
        this.daemonPort = daemonPort;
        this.stock = stock;
        try {
            door = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** In front of a daemon of Jyro, as what it is. */
    public static Relay transparent(int daemonPort) {
        return new Relay(daemonPort, false);
    }

    /** In front of a daemon of Jyro, as a stock one. */
    public static Relay stock(int daemonPort) {
        return new Relay(daemonPort, true);
    }

    /** The same object on this side. */
    public PyroUri uri(PyroUri behind) {
        return PyroUri.of(behind.objectId(), "localhost", door.getLocalPort());
    }

    /** How many connections there have been. */
    public int connections() {
        return connections.get();
    }

    /** Waits for the next client. */
    void awaitClient() throws InterruptedException {
        accepted.acquire();
    }

    /** Waits until a connection is closed on both sides. */
    public void awaitEnd() throws InterruptedException {
        ended.acquire();
    }

    /** Reads no more from clients until {@link #goOn}. */
    void stop() throws InterruptedException {
        gate.acquire();
    }

    /** Reads again. */
    void goOn() {
        gate.release();
    }

    /** Passes what the daemon sends byte by byte, with pauses, or as it comes. */
    void trickle(boolean on) {
        trickling = on;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                connections.incrementAndGet();
                Socket daemon = new Socket("localhost", daemonPort);
                open.add(client);
                open.add(daemon);
                accepted.release();
                Thread.ofVirtual().start(() -> pass(client, daemon, true));
                Thread.ofVirtual().start(() -> pass(daemon, client, false));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pass(Socket from, Socket to, boolean toDaemon) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            to.setTcpNoDelay(true);
            byte[] bytes = new byte[64 * 1024];
            boolean offer = toDaemon && stock;
            while (true) {
                if (toDaemon) {
                    gate.acquire();
                    gate.release();
                }
                int count = in.read(bytes);
                if (count < 0) {
                    return;
                }
                if (offer) {
                    removeOffer(bytes, count);
                    offer = false;
                }
                for (int sent = 0; sent < count;) {
                    int piece = toDaemon || !trickling ? count - sent : 1;
                    out.write(bytes, sent, piece);
                    sent += piece;
                    if (sent < count) {
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            // one of the two is gone
        } finally {
            ended.release();
        }
    }

    // The name of an annotation that nobody knows, in place of the one that offers calls side by side.
    private static void removeOffer(byte[] connect, int count) {
        int at = new String(connect, 0, count, StandardCharsets.ISO_8859_1).indexOf("JYRO");
        connect[at] = 'X';
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
