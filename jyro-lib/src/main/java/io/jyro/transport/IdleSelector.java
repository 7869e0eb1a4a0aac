package io.jyro.transport;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets silent connections wait for their peers' next bytes without a thread, or a stack, of their own: one thread with
 * a selector waits for all of them. The thread is started for the first connection. Safe for any thread.
 */
public final class IdleSelector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IdleSelector.class);

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    // The fields below, and the mutable fields of the registrations, are guarded by lock.
    private @Nullable Selector selector;
    private boolean closed;
    private long numbersGiven;
    private final TreeSet<IdleRegistration> limited = new TreeSet<>(new SoonestFirst());
    private final Deque<IdleRegistration> calledAway = new ArrayDeque<>();

    /** The owner of a waiting connection. */
    public interface IdleListener {
        /**
         * Called when waiting is over and the connection is in blocking mode again. Runs on the thread that waits for
         * all connections, so work that may take a moment must be left to another thread.
         *
         * @param tooLate whether nothing came in time
         */
        void resume(boolean tooLate);
    }

    /** The registration of one connection, used each time that it waits. */
    public static final class IdleRegistration {
        private final SelectableChannel channel;
        private final IdleListener listener;
        private boolean taken;
        private boolean tooLate;
        private long deadline; // on the clock of now(), which begins at zero
        private long number;

        private IdleRegistration(SelectableChannel channel, IdleListener listener) {
            this.channel = channel;
            this.listener = listener;
        }
    }

    private static final class SoonestFirst implements Comparator<IdleRegistration> {
        @Override
        public int compare(IdleRegistration one, IdleRegistration other) {
            return one.deadline == other.deadline
                    ? Long.compare(one.number, other.number)
                    : Long.compare(one.deadline, other.deadline);
        }
    }

    private final long began = System.nanoTime();

    /**
     * Creates a selector without connections.
     *
     * @param name the name of the thread that waits
     */
    public IdleSelector(String name) {
        this.name = name;
    }

    /** Returns the registration of a connection; null if only a thread can wait for this kind of connection. */
    public static @Nullable IdleRegistration registration(Connection connection,
            IdleListener listener) {
        SelectableChannel channel = connection.selectable();
        return channel == null ? null : new IdleRegistration(channel, listener);
    }

    /**
     * Makes a connection wait here until there are bytes to read, time is up, or {@link #leave} is called. No thread
     * may read from it or write to it while it waits.
     *
     * @param atMost how long it waits; zero is without limit
     * @return false if it cannot wait here: the connection or this is closed, or the system is out of descriptors
     */
    public boolean enter(IdleRegistration registration, Duration atMost) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Selector waiting = opened();
            registration.channel.configureBlocking(false);
            registration.channel.register(waiting, SelectionKey.OP_READ, registration);
            registration.taken = true;
            registration.tooLate = false;
            if (!atMost.isZero()) {
                registration.deadline = now() + atMost.toNanos();
                registration.number = numbersGiven++;
                limited.add(registration);
            }
            waiting.wakeup();
            return true;
        } catch (IOException e) {
            log.debug("{} waits on a thread of its own", registration.channel,
                    RemoteText.loggable(e));
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Called when a connection has been closed: ends its waiting at once, if it waits here. */
    public void leave(IdleRegistration registration) {
        lock.lock();
        try {
            if (registration.taken && selector != null) {
                free(registration);
                calledAway.add(registration);
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes this: no connection can enter any more, and the waiting of all others ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (selector != null) {
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    private Selector opened() throws IOException {
        Selector open = selector;
        if (open == null) {
            Selector made = Selector.open();
            Thread.ofPlatform().daemon().name(name).start(new Runnable() {
                @Override
                public void run() {
                    serve(made);
                }
            });
            selector = made;
            open = made;
        }
        return open;
    }

    private void serve(Selector waiting) {
        Deque<IdleRegistration> over = new ArrayDeque<>();
        try (waiting) {
            boolean last = false;
            while (!last || !over.isEmpty()) {
                try {
                    last = turn(waiting, over, last);
                } catch (RuntimeException | Error e) { // such as out of memory; thousands depend on this thread
                    log.error("{} continues after an error", name, RemoteText.loggable(e));
                }
            }
        } catch (IOException e) {
            log.error("{} has failed: idle connections are not resumed any"
                    + " more", name, RemoteText.loggable(e));
        }
    }

    private boolean turn(Selector waiting, Deque<IdleRegistration> over, boolean last)
            throws IOException {
        // This also releases the channels whose keys were cancelled in the last turn.
        if (last || !over.isEmpty()) {
            waiting.selectNow();
        } else {
            waiting.select(millisLeft());
        }
        // Removed first: no listener is called twice, even after an error.
        for (IdleRegistration registration; (registration = over.poll()) != null;) {
            resume(registration);
        }
        return collect(waiting, over);
    }

    // Collects the registrations whose waiting is over. Returns true if this is closed.
    private boolean collect(Selector waiting, Deque<IdleRegistration> over) {
        lock.lock();
        try {
            for (SelectionKey key : waiting.selectedKeys()) {
                end(key, over);
            }
            waiting.selectedKeys().clear();
            while (!limited.isEmpty() && limited.first().deadline <= now()) {
                IdleRegistration late = limited.first();
                late.tooLate = true;
                free(late);
                calledAway.add(late);
            }
            for (IdleRegistration registration; (registration = calledAway.poll()) != null;) {
                SelectionKey key = registration.channel.keyFor(waiting);
                if (key != null) { // there is no key if the channel has been closed
                    key.cancel();
                }
                over.add(registration);
            }
            if (closed) {
                for (SelectionKey key : waiting.keys()) {
                    end(key, over);
                }
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void end(SelectionKey key, Deque<IdleRegistration> over) {
        key.cancel();
        IdleRegistration registration = (IdleRegistration) key.attachment();
        if (registration.taken) {
            free(registration);
            over.add(registration);
        }
    }

    private void free(IdleRegistration registration) {
        registration.taken = false;
        limited.remove(registration);
    }

    private static void resume(IdleRegistration registration) {
        try {
            if (registration.channel.isOpen()) {
                registration.channel.configureBlocking(true);
            }
        } catch (IOException e) {
            log.debug("{} was closed while it waited", registration.channel,
                    RemoteText.loggable(e));
        }
        try {
            registration.listener.resume(registration.tooLate);
        } catch (RuntimeException | Error e) {
            log.error("{} cannot be resumed", registration.listener, RemoteText.loggable(e));
        }
    }

    // Returns the time until the first deadline; 0 is without limit.
    private long millisLeft() {
        lock.lock();
        try {
            return limited.isEmpty()
                    ? 0
                    : Math.max(1,
                            TimeUnit.NANOSECONDS.toMillis(limited.first().deadline - now()) + 1);
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - began;
    }
}
