package io.jyro.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.RemoteText;
import io.jyro.client.exchange.Contention;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a proxy to a daemon of Jyro in addition to its first one. Calls are spread over them by calling
 * thread. Any thread.
 *
 * <p><b>When.</b> A connection is opened after repeated {@link Contention} on an existing one, by a separate thread,
 * while calls continue. A check every few seconds closes those that are not needed any more. If opening one fails, no
 * other is tried for a minute.
 *
 * <p><b>Which.</b> A thread always has the same connection while their number stays the same, so that the path of a
 * call has no counter that threads share.
 *
 * <p><b>Order.</b> A call that has been answered precedes the next one on any connection. Requests that no thread waits
 * for (oneway calls, futures) use the first connection, and so does every later call, until one of these has been
 * answered there: the daemon starts the calls of a connection in order, so the request has been started by then.
 */
public final class ConnectionsByThread implements Contention.Observer {
    private static final DaemonConnection[] NONE = {};

    private final int most;
    private final Policy policy;
    private final Surroundings surroundings;

    private volatile DaemonConnection[] open = NONE; // replaced under the lock
    private final AtomicLong posts = new AtomicLong();
    private volatile long answered; // the number of posts known to precede an answered call

    // Guards all of the following fields. No connection's lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();
    private long age; // incremented each time all connections are discarded
    private boolean opening;
    private boolean looking;
    private boolean refused;
    private long refusedSince;

    /**
     * The rules for opening and closing connections.
     *
     * @param waits this many waits of callers for each other on one connection are contention
     * @param window the time within which that many waits have to occur
     * @param idle the time between two checks for unused connections
     * @param pause the time without attempts after one could not be opened
     */
    public record Policy(int waits, Duration window, Duration idle, Duration pause) {
        /** 5,000 waits a second: calls are then short, and waiting for others is a large part of their cost. */
        static final Policy DEFAULT = new Policy(128, Duration.ofMillis(25), Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    /** The access to the proxy's link, to threads and to the time. */
    interface Surroundings {
        /** Returns the first connection, or null if there is none now. */
        @Nullable
        DaemonConnection first();

        /** Opens another connection; returns null if the daemon does not accept it. */
        @Nullable
        DaemonConnection further(DaemonConnection first);

        /** Closes a connection after its calls in flight. */
        void drain(DaemonConnection connection);

        /** Runs a task that blocks while it waits for the daemon. */
        default void execute(Runnable task) {
            // A platform thread: a socket that a virtual thread has read from stays slower for all its readers.
            Thread.ofPlatform().daemon().name("jyro-connect").start(task);
        }

        /** Runs a task later. */
        default void executeLater(Runnable task, Duration delay) {
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);
        }

        /** Returns the time like {@link System#nanoTime}. */
        default long nanoTime() {
            return System.nanoTime();
        }
    }

    /** @param most the maximum number of connections, including the first */
    ConnectionsByThread(int most, Policy policy, Surroundings surroundings) {
        this.most = most;
        this.policy = policy;
        this.surroundings = surroundings;
    }

    /** Returns the contention counter for a new connection. */
    Contention newContention() {
        return most > 1 ? Contention.toldTo(this) : Contention.ignored();
    }

    @Override
    public int waits() {
        return policy.waits;
    }

    @Override
    public Duration window() {
        return policy.window;
    }

    @Override
    public long nanoTime() {
        return surroundings.nanoTime();
    }

    /** Returns the number of connections in addition to the first. */
    int size() {
        return open.length;
    }

    /** Returns the connection for a call of this thread that waits for its reply. */
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

    /** Records that a request that no thread waits for was sent over the first connection. */
    void posted() {
        if (open.length > 0) { // otherwise not counted: opening a connection counts once for all earlier posts
            posts.incrementAndGet();
        }
    }

    /** Returns the number of posted requests; to be read before a call over the first connection. */
    long posts() {
        return posts.get();
    }

    /** Records the answer to a call over the first connection that was made after this many posts. */
    void answeredAfter(long before) {
        if (answered != before) {
            answered = before;
        }
    }

    /** Closes all connections because the first was replaced: the client's state in the daemon has ended with it. */
    void startOver() {
        for (DaemonConnection each : takeAll()) {
            surroundings.drain(each);
        }
    }

    /** Closes all connections; new ones are opened when needed. */
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

    @Override
    public void contended() {
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
        } catch (RuntimeException | Error e) { // there are no more threads; the call that noticed continues
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
        } catch (RuntimeException e) { // the daemon may have too many connections, or the user's validator refuses
            log().debug("no further connection can be opened: {}", RemoteText.described(e));
        } finally {
            DaemonConnection unwanted = add(made, from);
            if (unwanted != null) {
                unwanted.close();
            }
        }
    }

    // Returns the connection if it came too late and must be closed.
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
            posts.incrementAndGet(); // earlier posts were not counted
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
     * Closes as many connections as were not used since the last check. The first is included in the count, so that it
     * stays in use: the daemon might otherwise close it as idle, and end the client's state with it.
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
