package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a proxy beside its first toward a daemon of Jyro, over which calls are spread by the thread that makes
 * them. Any thread.
 *
 * <p><b>When.</b> A connection is opened when {@link Contention} was repeated on one that is there, by a thread of its own;
 * calls go on meanwhile. Those that are not needed any more are closed by a look every few seconds. If one cannot be opened,
 * no other is tried for a minute.
 *
 * <p><b>Which.</b> A thread always has the same connection while their number stays the same, so that the path of a call
 * has no counter that threads share.
 *
 * <p><b>Order.</b> A call that has been answered comes before the next one on any connection. Requests that nobody waits
 * for (oneway calls, futures) go over the first connection, and so does every call that is made after one of them, until
 * a call that was made after it has been answered there: the daemon starts the calls of a connection in order, so
 * the request has been started by then.
 */
final class ConnectionsByThread {
    private static final DaemonConnection[] NONE = {};

    private final int most;
    private final Policy policy;
    private final Surroundings surroundings;

    private volatile DaemonConnection[] open = NONE; // replaced under the lock
    private final AtomicLong posts = new AtomicLong();
    private volatile long answered; // so many of the posts precede a call that has been answered

    // Guards all that follows. No lock of a connection is taken under it.
    private final ReentrantLock lock = new ReentrantLock();
    private long age; // counts the times at which all were let go
    private boolean opening;
    private boolean looking;
    private boolean refused;
    private long refusedSince;

    /**
     * When connections come and go.
     *
     * @param waits so many waits of callers for each other on one connection
     * @param window within so much time are repeated contention
     * @param idle between two looks at which connections are used
     * @param pause after one could not be opened
     */
    record Policy(int waits, Duration window, Duration idle, Duration pause) {
        /** 5,000 waits a second: then calls are short, and to wait for others is a large part of what each costs. */
        static final Policy DEFAULT = new Policy(128, Duration.ofMillis(25), Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    /** What this needs of the proxy's link, of threads and of time. */
    interface Surroundings {
        /** The first connection; null if there is none now. */
        @Nullable
        DaemonConnection first();

        /** Opens one more; null if the daemon wants none. */
        @Nullable
        DaemonConnection further(DaemonConnection first);

        /** Lets a connection end after the calls that are under way. */
        void drain(DaemonConnection connection);

        /** Runs what waits for the daemon. */
        default void execute(Runnable task) {
            // A platform thread: a socket that a virtual one has read from costs its readers more for good.
            Thread.ofPlatform().daemon().name("jyro-connect").start(task);
        }

        /** Runs a task later. */
        default void executeLater(Runnable task, Duration delay) {
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);
        }

        /** The time, as {@link System#nanoTime}. */
        default long nanoTime() {
            return System.nanoTime();
        }
    }

    /** @param most how many there may be, with the first */
    ConnectionsByThread(int most, Policy policy, Surroundings surroundings) {
        this.most = most;
        this.policy = policy;
        this.surroundings = surroundings;
    }

    /** What a connection is to tell of its callers. */
    Contention newContention() {
        return most > 1 ? Contention.toldTo(this) : Contention.ignored();
    }

    Policy policy() {
        return policy;
    }

    long nanoTime() {
        return surroundings.nanoTime();
    }

    /** Whether there is no connection but the first. */
    boolean areNone() {
        return open.length == 0;
    }

    /** How many there are beside the first. */
    int size() {
        return open.length;
    }

    /** The connection for a call of this thread that waits for its reply. */
    DaemonConnection ofThisThread(DaemonConnection first) {
        DaemonConnection[] now = open;
        if (now.length == 0 || posts.get() != answered) {
            return first;
        }
        int place = (int) (Thread.currentThread().threadId() % (now.length + 1));
        DaemonConnection mine = place == now.length ? first : now[place];
        if (mine.isClosed()) {
            removeClosed();
            return first;
        }
        mine.use();
        return mine;
    }

    /** A request that nobody waits for has been sent over the first connection. */
    void posted() {
        if (open.length > 0) { // else the first to be added counts for those before it
            posts.incrementAndGet();
        }
    }

    /** How many requests have been posted: to be asked before a call over the first connection. */
    long posts() {
        return posts.get();
    }

    /** A call has been answered on the first connection that was made after so many posts. */
    void answeredAfter(long before) {
        if (answered != before) {
            answered = before;
        }
    }

    /** The first connection was replaced: what belongs to the client there has ended, so the others end too. */
    void startOver() {
        for (DaemonConnection each : takeAll()) {
            surroundings.drain(each);
        }
    }

    /** Closes all; others are opened when they are needed. */
    void close() {
        for (DaemonConnection each : takeAll()) {
            each.close();
        }
    }

    private DaemonConnection[] takeAll() {
        lock.lock();
        try {
            age++;
            refused = false;
            DaemonConnection[] all = open;
            open = NONE;
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void removeClosed() {
        lock.lock();
        try {
            open = Arrays.stream(open).filter(each -> !each.isClosed())
                    .toArray(DaemonConnection[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Contention was repeated on a connection, under whose lock this is called: it takes none of another and does not wait. */
    void contended() {
        DaemonConnection first = surroundings.first();
        if (open.length + 1 >= most || first == null || !first.mayHaveFurther()) {
            return;
        }
        long from;
        lock.lock();
        try {
            if (opening || isPause() || open.length + 1 >= most) {
                return;
            }
            opening = true;
            from = age;
        } finally {
            lock.unlock();
        }
        try {
            surroundings.execute(() -> open(from));
        } catch (RuntimeException | Error e) { // the system gives no more threads; the call that noticed goes on
            log().debug("no further connection can be opened: {}", RemoteText.described(e));
            add(null, from);
        }
    }

    private boolean isPause() {
        return refused && surroundings.nanoTime() - refusedSince < policy.pause.toNanos();
    }

    private void open(long from) {
        DaemonConnection made = null;
        try {
            DaemonConnection first = surroundings.first();
            made = first == null ? null : surroundings.further(first);
        } catch (RuntimeException e) { // the daemon may have no room for more, or the user's check of its answer refuses it
            log().debug("no further connection can be opened: {}", RemoteText.described(e));
        } finally {
            DaemonConnection unwanted = add(made, from);
            if (unwanted != null) {
                unwanted.close();
            }
        }
    }

    // Returns the connection if it came too late.
    private @Nullable DaemonConnection add(@Nullable DaemonConnection made, long from) {
        lock.lock();
        try {
            opening = false;
            if (made == null) {
                refused = true;
                refusedSince = surroundings.nanoTime();
                return null;
            }
            if (age != from) {
                return made;
            }
            DaemonConnection[] more = Arrays.copyOf(open, open.length + 1);
            more[open.length] = made;
            made.use();
            open = more;
            posts.incrementAndGet(); // whatever was posted before, nobody counted it
            if (!looking) {
                looking = true;
                lookLater();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void lookLater() {
        surroundings.executeLater(this::look, policy.idle);
    }

    /**
     * Closes as many as were not used since the last look. The first counts too, so that it is not left unused: the
     * daemon might take it for idle, and end with it what the client has there.
     */
    private void look() {
        List<DaemonConnection> unneeded = new ArrayList<>();
        DaemonConnection first = surroundings.first();
        lock.lock();
        try {
            DaemonConnection[] now = open;
            int used = first != null && first.wasUsed() ? 1 : 0;
            for (DaemonConnection each : now) {
                used += each.wasUsed() && !each.isClosed() ? 1 : 0;
            }
            int kept = Math.min(now.length, Math.max(0, used - 1));
            if (kept < now.length) {
                unneeded.addAll(Arrays.asList(now).subList(kept, now.length));
                open = Arrays.copyOf(now, kept);
            }
            looking = kept > 0;
            if (looking) {
                lookLater();
            }
        } finally {
            lock.unlock();
        }
        unneeded.forEach(surroundings::drain);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ConnectionsByThread.class);
    }
}
