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
 * Where silent connections wait for their peers' next bytes without a thread, or a stack, of their own: one thread waits
 * for all of them. It is started for the first that comes. Safe for any thread.
 */
public final class WaitingRoom implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock, as is what changes in a seat.
    private @Nullable Selector selector;
    private boolean closed;
    private long seatsGiven;
    private final TreeSet<Seat> limited = new TreeSet<>(new SoonestFirst());
    private final Deque<Seat> calledAway = new ArrayDeque<>();

    /** Who waits. */
    public interface Guest {
        /**
         * Waiting is over, and the connection blocks again. Called on the thread that waits for all, so it must hand on
         * whatever may take a moment.
         *
         * @param tooLate whether nothing came in time
         */
        void goOn(boolean tooLate);
    }

    /** The place of one connection, for all the times that it waits. */
    public static final class Seat {
        private final SelectableChannel channel;
        private final Guest guest;
        private boolean taken;
        private boolean tooLate;
        private long deadline; // on the clock of nanoTime, less the room's beginning
        private long number;

        private Seat(SelectableChannel channel, Guest guest) {
            this.channel = channel;
            this.guest = guest;
        }
    }

    private static final class SoonestFirst implements Comparator<Seat> {
        @Override
        public int compare(Seat one, Seat other) {
            return one.deadline == other.deadline
                    ? Long.compare(one.number, other.number)
                    : Long.compare(one.deadline, other.deadline);
        }
    }

    private final long began = System.nanoTime();

    /**
     * Empty.
     *
     * @param name of the thread that waits
     */
    public WaitingRoom(String name) {
        this.name = name;
    }

    /** A place for a connection; null if it is of a kind that only a thread can wait for. */
    public static @Nullable Seat seat(Connection connection, Guest guest) {
        SelectableChannel channel = connection.selectable();
        return channel == null ? null : new Seat(channel, guest);
    }

    /**
     * From now on a connection waits here, until there is something to read, or time is up, or it is told to leave.
     * Nobody may read from it or write to it meanwhile.
     *
     * @param atMost how long; zero is for ever
     * @return false if it cannot wait here: it is closed, or the room is, or the system is out of descriptors
     */
    public boolean enter(Seat seat, Duration atMost) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Selector waiting = opened();
            seat.channel.configureBlocking(false);
            seat.channel.register(waiting, SelectionKey.OP_READ, seat);
            seat.taken = true;
            seat.tooLate = false;
            if (!atMost.isZero()) {
                seat.deadline = now() + atMost.toNanos();
                seat.number = seatsGiven++;
                limited.add(seat);
            }
            waiting.wakeup();
            return true;
        } catch (IOException e) {
            log.debug("{} waits with a thread", seat.channel, RemoteText.loggable(e));
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A connection has been closed: it goes on at once, if it waits here. */
    public void leave(Seat seat) {
        lock.lock();
        try {
            if (seat.taken && selector != null) {
                free(seat);
                calledAway.add(seat);
                selector.wakeup();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody may come any more; who is there goes on. */
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
        Deque<Seat> over = new ArrayDeque<>();
        try (waiting) {
            boolean last = false;
            while (!last || !over.isEmpty()) {
                try {
                    last = turn(waiting, over, last);
                } catch (RuntimeException | Error e) { // without memory, say; thousands wait for this thread
                    log.error("{} stumbled, and goes on", name, RemoteText.loggable(e));
                }
            }
        } catch (IOException e) {
            log.error("{} cannot wait any more", name, RemoteText.loggable(e));
        }
    }

    private boolean turn(Selector waiting, Deque<Seat> over, boolean last) throws IOException {
        // This also lets go of the channels whose keys were cancelled in the last turn.
        if (last || !over.isEmpty()) {
            waiting.selectNow();
        } else {
            waiting.select(millisLeft());
        }
        for (Seat seat; (seat = over.poll()) != null;) { // nobody goes on twice, whatever happens
            goOn(seat);
        }
        return collect(waiting, over);
    }

    // Those whose waiting is over; true if the room is closed.
    private boolean collect(Selector waiting, Deque<Seat> over) {
        lock.lock();
        try {
            for (SelectionKey key : waiting.selectedKeys()) {
                end(key, over);
            }
            waiting.selectedKeys().clear();
            while (!limited.isEmpty() && limited.first().deadline <= now()) {
                Seat late = limited.first();
                late.tooLate = true;
                free(late);
                calledAway.add(late);
            }
            for (Seat seat; (seat = calledAway.poll()) != null;) {
                SelectionKey key = seat.channel.keyFor(waiting);
                if (key != null) { // it goes when its channel is closed
                    key.cancel();
                }
                over.add(seat);
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

    private void end(SelectionKey key, Deque<Seat> over) {
        key.cancel();
        Seat seat = (Seat) key.attachment();
        if (seat.taken) {
            free(seat);
            over.add(seat);
        }
    }

    private void free(Seat seat) {
        seat.taken = false;
        limited.remove(seat);
    }

    private static void goOn(Seat seat) {
        try {
            if (seat.channel.isOpen()) {
                seat.channel.configureBlocking(true);
            }
        } catch (IOException e) {
            log.debug("{} was closed while it waited", seat.channel, RemoteText.loggable(e));
        }
        try {
            seat.guest.goOn(seat.tooLate);
        } catch (RuntimeException | Error e) {
            log.error("{} cannot go on", seat.guest, RemoteText.loggable(e));
        }
    }

    // 0 is for ever.
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
