package io.jyro.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.jyro.PyroUri;
import io.jyro.hostile.Fault.Loss;

/**
 * A bad network between clients and the daemon behind it: a relay on a port of its own that does to each direction of
 * each connection what a {@link Weather} says. What it does follows from the seed, as far as the order of connections
 * does. Any thread; closing it ends all connections.
 */
final class FaultyNetwork implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    /** Where bytes go. */
    enum Direction {
        TO_DAEMON, TO_CLIENT
    }

    /** What happens to the connections, which are counted from 0. */
    interface Weather {
        Fault fault(int connection, Direction direction);
    }

    private final ServerSocket door;
    private final int daemonPort;
    private final long seed;
    private final Weather weather;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicLong bytesToDaemon = new AtomicLong();
    private final AtomicLong bytesToClient = new AtomicLong();

    /** In front of a daemon on a port of this machine. */
    FaultyNetwork(int daemonPort, long seed, Weather weather) {
        this.daemonPort = daemonPort;
        this.seed = seed;
        this.weather = weather;
        try {
            door = new ServerSocket(0, 200, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("door").start(this::accept);
    }

    /** A network that does to the first connection what is said, in one direction, and is good from then on. */
    static FaultyNetwork firstOnly(int daemonPort, Direction direction, Fault fault) {
        return new FaultyNetwork(daemonPort, 0,
                (connection, way) -> connection == 0 && way == direction ? fault : Fault.NONE);
    }

    /** The same object on this side of the network. */
    PyroUri uri(PyroUri behind) {
        return PyroUri.of(behind.objectId(), "localhost", port());
    }

    /** Where it is entered. */
    int port() {
        return door.getLocalPort();
    }

    /** How many bytes have passed. */
    long passed(Direction direction) {
        return (direction == Direction.TO_DAEMON ? bytesToDaemon : bytesToClient).get();
    }

    /** How many connections there have been. */
    int connections() {
        return connections.get();
    }

    /** How many connections it has lost. */
    int losses() {
        return losses.get();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(FaultyNetwork::end);
    }

    private void accept() {
        while (true) {
            Socket client;
            try {
                client = door.accept();
            } catch (IOException e) {
                return; // closed
            }
            int number = connections.getAndIncrement();
            Thread.ofVirtual().start(() -> relay(client, number));
        }
    }

    private void relay(Socket client, int number) {
        open.add(client);
        try {
            Socket daemon = new Socket("localhost", daemonPort);
            open.add(daemon);
            client.setTcpNoDelay(true);
            daemon.setTcpNoDelay(true);
            pump(client, daemon, number, Direction.TO_DAEMON);
            pump(daemon, client, number, Direction.TO_CLIENT);
        } catch (IOException e) {
            end(client);
        }
        if (door.isClosed()) {
            open.forEach(FaultyNetwork::end);
        }
    }

    private void pump(Socket from, Socket to, int number, Direction direction) {
        Fault fault = weather.fault(number, direction);
        Random random = new Random(
                seed * 31 + number * 2L + (direction == Direction.TO_CLIENT ? 1 : 0));
        Thread.ofVirtual().start(() -> {
            try {
                if (!passAll(from.getInputStream(), to.getOutputStream(), fault, random,
                        direction)) {
                    lose(from, to, fault.loss());
                    return;
                }
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    end(from);
                    end(to);
                }
            } catch (IOException e) { // one of the two is gone
                end(from);
                end(to);
            }
        });
    }

    /** Passes bytes on until the sender sends no more; false if the connection is to be lost. */
    private boolean passAll(InputStream in, OutputStream out, Fault fault, Random random,
            Direction direction) throws IOException {
        byte[] bytes = new byte[BUFFER];
        long passed = 0;
        for (int count; (count = in.read(bytes)) >= 0;) {
            for (int done = 0; done < count;) {
                int piece = (int) Math.min(piece(count - done, fault, random),
                        fault.lostAfter() - passed);
                if (piece == 0) {
                    return false;
                }
                delay(piece, fault, random);
                out.write(bytes, done, piece);
                done += piece;
                passed += piece;
                (direction == Direction.TO_DAEMON ? bytesToDaemon : bytesToClient).addAndGet(piece);
            }
            if (passed == fault.lostAfter()) {
                return false;
            }
        }
        return true;
    }

    private static int piece(int atMost, Fault fault, Random random) {
        int largest = fault.largestPiece();
        return largest == 0 ? atMost : Math.min(atMost, 1 + random.nextInt(largest));
    }

    private static void delay(int bytes, Fault fault, Random random) {
        long longest = fault.longestDelay().toNanos();
        long nanos = longest == 0 ? 0 : random.nextLong(longest);
        if (fault.bytesPerSecond() > 0) {
            nanos += Duration.ofSeconds(1).toNanos() * bytes / fault.bytesPerSecond();
        }
        if (nanos > 0) {
            LockSupport.parkNanos(nanos); // this is the fault, nobody waits for something else here
        }
    }

    private void lose(Socket one, Socket other, Loss loss) throws IOException {
        losses.incrementAndGet();
        if (loss == Loss.SILENCE) {
            return;
        }
        if (loss == Loss.RESET) {
            one.setSoLinger(true, 0);
            other.setSoLinger(true, 0);
        }
        end(one);
        end(other);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
