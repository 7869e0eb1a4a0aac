package io.jyro.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.transport.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current connections of a daemon. Safe for any thread. */
final class ConnectionTable implements ClientConnection.Owner {
    private static final Logger log = LoggerFactory.getLogger(ConnectionTable.class);
    // A refused client is kept until its handshake has arrived; this limits a flood of them.
    private static final int MOST_TO_TURN_AWAY = 256;

    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Host host;
    private final ConnectionLimit limit;
    private final ClientConnection.Factory factory;
    private final Opening opening;
    private final Opening refusal;
    private final AtomicInteger admitted = new AtomicInteger();
    private final ClientGroups groups = new ClientGroups();

    /** The daemon whose connections are in the table. Any thread. */
    interface Host {
        /** Returns the daemon, for users; null in unit tests. */
        @Nullable
        Object daemon();

        /** Called whenever the last connection has ended and all work for that is done. */
        void lastLeft();
    }

    /**
     * Creates an empty table.
     *
     * @param limit the number of admitted clients
     * @param opening opens the connections of admitted clients
     * @param refusal opens those of clients beyond the limit
     */
    ConnectionTable(Host host, ConnectionLimit limit, ClientConnection.Factory factory,
            Opening opening, Opening refusal) {
        this.host = host;
        this.limit = limit;
        this.factory = factory;
        this.opening = opening;
        this.refusal = refusal;
    }

    /** Admits a client, or refuses it if there is no room. Does not block. */
    void receive(Connection connection) {
        boolean welcome = admit();
        if (!welcome && connections.size() - admitted.get() >= MOST_TO_TURN_AWAY) {
            log.debug("{} is closed without an answer: too many connections are being"
                    + " refused", connection);
            connection.close();
            return;
        }
        ClientConnection client = null;
        try {
            client = factory.connection(this, connection, welcome ? opening : refusal);
            connections.add(client);
            client.start();
        } catch (RuntimeException | Error e) { // no memory, or no more threads: the client's place must be freed
            connection.close();
            if (client != null) {
                remove(client);
            } else if (welcome) {
                admitted.decrementAndGet();
            }
            throw e;
        }
    }

    private boolean admit() {
        int now = admitted.get();
        while (now < limit.most()) {
            if (admitted.compareAndSet(now, now + 1)) {
                return true;
            }
            now = admitted.get();
        }
        return false;
    }

    @Override
    public void remove(ClientConnection connection) {
        boolean removed = connections.remove(connection);
        if (removed && connection.isAdmitted()) {
            admitted.decrementAndGet();
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void left() {
        if (areNone()) {
            host.lastLeft();
        }
    }

    /** Returns whether there are no connections at all. */
    boolean areNone() {
        return connections.isEmpty();
    }

    int size() {
        return admitted.get();
    }

    @Override
    public ClientGroups groups() {
        return groups;
    }

    @Override
    public @Nullable Object daemon() {
        return host.daemon();
    }

    @Override
    public boolean hasPlenty() {
        return admitted.get() <= limit.most() / 2;
    }

    /** Returns the instances that serve one client each. */
    List<Object> sessions() {
        return connections.stream().filter(each -> each.first() == each)
                .flatMap(each -> each.session().instances().stream()).toList();
    }

    /** Returns the clients whose handshake is complete. */
    List<ServedClient> welcomed() {
        return connections.stream().filter(ClientConnection::isWelcome)
                .map(ServedClient.class::cast).toList();
    }

    /**
     * Closes all connections: idle ones immediately, the others when their calls have been answered, or when the time
     * is up.
     *
     * @param atMost zero does not wait for running calls; they are still answered
     */
    void closeAll(Duration atMost) {
        for (ClientConnection connection : connections) {
            connection.close(false);
        }
        if (atMost.isZero()) {
            return;
        }
        long left = atMost.toNanos();
        lock.lock();
        try {
            // A connection that is being closed is removed at the end of its last call.
            while (left > 0 && isAnyInCall()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        for (ClientConnection connection : connections) {
            connection.close(true);
        }
    }

    private boolean isAnyInCall() {
        for (ClientConnection connection : connections) {
            if (connection.isInCall()) {
                return true;
            }
        }
        return false;
    }
}
