package io.jyro.client.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.exchange.ConcurrentExchange;
import io.jyro.client.exchange.Contention;
import io.jyro.client.link.ConnectionsByThread.Policy;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Metadata;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When connections beside the first come and go toward a daemon of Jyro, and which of them a call takes. */
@Timeout(60)
class ConnectionsByThreadTest {
    private static final int WAITS = 4;
    private static final Policy POLICY = new Policy(WAITS, Duration.ofNanos(100),
            Duration.ofSeconds(5), Duration.ofSeconds(60));

    private final Around around = new Around();
    private final DaemonConnection first = connection(Capabilities.OFFER);

    /** Threads and time that pass when a test wants it. */
    private static final class Around implements ConnectionsByThread.Surroundings {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();
        private final List<DaemonConnection> opened = new ArrayList<>();
        private final List<DaemonConnection> drained = new ArrayList<>();
        private @Nullable DaemonConnection first;
        private boolean full;
        private boolean broken;
        private int tries;
        private long now;

        @Override
        public @Nullable DaemonConnection first() {
            return first;
        }

        @Override
        public @Nullable DaemonConnection further(DaemonConnection beside) {
            tries++;
            if (broken) {
                throw new CommunicationException("too many clients are connected");
            }
            if (full) {
                return null;
            }
            DaemonConnection made = connection(Capabilities.OFFER);
            opened.add(made);
            return made;
        }

        @Override
        public void drain(DaemonConnection connection) {
            drained.add(connection);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void executeLater(Runnable task, Duration delay) {
            later.add(task);
        }

        @Override
        public long nanoTime() {
            return now;
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void look() {
            later.remove().run();
        }
    }

    private static DaemonConnection connection(Capabilities capabilities) {
        MessageChannel channel = new MessageChannel(Connection.over(Link.inProcess().one()),
                WireLimits.NONE, null, false, ConnectionMemory.ofProxy(), Codecs::bulkFinder);
        return new DaemonConnection(PyroUri.parse("PYRO:thing@localhost:1"),
                new ConcurrentExchange(channel, Duration.ZERO, Duration.ZERO, writer(),
                        Contention.ignored()),
                Codecs.of(Serializer.SERPENT),
                CodecContext.of(PyroConfig.defaults(), Dialect.V502,
                        TypeRegistry.over(PyroConfig.defaults().types())),
                Metadata.NONE, capabilities,
                ConnectionsByThreadTest::writer, null);
    }

    private static MessageWriter writer() {
        return new MessageWriter(Dialect.V502, WireLimits.NONE, null, false);
    }

    private ConnectionsByThread atMost(int connections) {
        around.first = first;
        return new ConnectionsByThread(connections, POLICY, around);
    }

    private static void wait(Contention contention, int times) {
        for (int i = 0; i < times; i++) {
            contention.callerWaits();
        }
    }

    /** With so many connections. */
    private ConnectionsByThread having(int connections) {
        ConnectionsByThread byThread = atMost(connections);
        for (int i = 1; i < connections; i++) {
            byThread.contended();
            around.run();
        }
        byThread.answeredAfter(byThread.posts());
        assertThat(byThread.size()).isEqualTo(connections - 1);
        return byThread;
    }

    private DaemonConnection ofAnotherThread(ConnectionsByThread byThread) {
        CompletableFuture<DaemonConnection> chosen = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> chosen.complete(byThread.ofThisThread(first)));
        return chosen.join();
    }

    private Set<DaemonConnection> usedByThreads(ConnectionsByThread byThread, int threads) {
        Set<DaemonConnection> used = new HashSet<>();
        for (int i = 0; i < threads; i++) {
            used.add(ofAnotherThread(byThread));
        }
        return used;
    }

    @Test
    void waitsThatFollowEachOtherCloselyOpenASecond() {
        ConnectionsByThread byThread = atMost(4);
        Contention contention = byThread.newContention();

        wait(contention, WAITS - 1);
        around.run();
        assertThat(byThread.size()).isZero();
        wait(contention, 1);
        around.run();

        assertThat(byThread.size()).isEqualTo(1);
    }

    @Test
    void waitsNowAndThenOpenNone() {
        ConnectionsByThread byThread = atMost(4);
        Contention contention = byThread.newContention();

        for (int i = 0; i < 10 * WAITS; i++) {
            around.now += 50;
            wait(contention, 1);
        }

        assertThat(around.tasks).isEmpty();
    }

    @Test
    void noneIsOpenedWhileAnotherIs() {
        ConnectionsByThread byThread = atMost(4);

        byThread.contended();
        byThread.contended();

        assertThat(around.tasks).hasSize(1);
    }

    @Test
    void noMoreAreOpenedThanMayBe() {
        ConnectionsByThread byThread = having(3);

        byThread.contended();

        assertThat(around.tasks).isEmpty();
    }

    @Test
    void whereOneIsAllowedContentionIsIgnored() {
        ConnectionsByThread byThread = atMost(1);

        wait(byThread.newContention(), 10 * WAITS);

        assertThat(around.tasks).isEmpty();
    }

    @Test
    void aDaemonThatWantsNoFurtherOnesIsLeftWithOne() {
        ConnectionsByThread byThread = atMost(4);
        around.first = connection(Capabilities.OFFER.withoutFurther());

        byThread.contended();

        assertThat(around.tasks).isEmpty();
    }

    @Test
    void aThreadKeepsItsConnectionAndOthersHaveOthers() {
        ConnectionsByThread byThread = having(4);
        DaemonConnection mine = byThread.ofThisThread(first);

        assertThat(byThread.ofThisThread(first)).isSameAs(mine);
        assertThat(usedByThreads(byThread, 100)).hasSize(4).contains(first);
    }

    @Test
    void afterAPostAllUseTheFirstUntilALaterCallWasAnsweredThere() {
        ConnectionsByThread byThread = having(4);
        long before = byThread.posts();
        byThread.posted();

        assertThat(usedByThreads(byThread, 20)).containsOnly(first);
        byThread.answeredAfter(before); // it was made before
        assertThat(usedByThreads(byThread, 20)).containsOnly(first);
        byThread.answeredAfter(byThread.posts());
        assertThat(usedByThreads(byThread, 100)).hasSize(4);
    }

    @Test
    void aNewOneIsUsedOnceACallWasAnsweredOnTheFirst() {
        ConnectionsByThread byThread = atMost(2);
        byThread.posted(); // while there was but one
        byThread.contended();
        around.run();

        assertThat(usedByThreads(byThread, 20)).containsOnly(first);
        byThread.answeredAfter(byThread.posts());
        assertThat(usedByThreads(byThread, 100)).hasSize(2);
    }

    @Test
    void thoseInUseStay() {
        ConnectionsByThread byThread = having(3);
        usedByThreads(byThread, 100);
        around.look();
        usedByThreads(byThread, 100);
        around.look();

        assertThat(byThread.size()).isEqualTo(2);
        assertThat(around.drained).isEmpty();
    }

    @Test
    void unusedOnesAreClosedAtTheSecondLook() {
        ConnectionsByThread byThread = having(3);
        usedByThreads(byThread, 100);
        around.look();

        around.look();

        assertThat(byThread.size()).isZero();
        assertThat(around.drained).containsExactlyInAnyOrderElementsOf(around.opened);
        assertThat(around.later).isEmpty();
    }

    @Test
    void theFirstDoesNotStayUnusedBesideOthers() {
        ConnectionsByThread byThread = having(2);
        DaemonConnection second = around.opened.get(0);
        usedByThreads(byThread, 100);
        around.look();
        second.use();

        around.look();

        assertThat(byThread.size()).isZero();
        assertThat(around.drained).containsExactly(second);
    }

    @Test
    void afterARefusalNoneIsTriedForAWhile() {
        ConnectionsByThread byThread = atMost(4);
        around.broken = true;
        byThread.contended();
        around.run();
        around.broken = false;
        around.full = true;

        byThread.contended();
        around.run();
        assertThat(around.tries).isEqualTo(1);
        around.now += POLICY.pause().toNanos();
        byThread.contended();
        around.run();
        assertThat(around.tries).isEqualTo(2);

        assertThat(byThread.ofThisThread(first)).isSameAs(first);
    }

    @Test
    void oneThatComesAfterClosingIsClosed() {
        ConnectionsByThread byThread = atMost(4);
        byThread.contended();
        byThread.close();
        around.run();

        assertThat(byThread.size()).isZero();
        assertThat(around.opened).allMatch(DaemonConnection::isClosed).hasSize(1);
    }

    @Test
    void closingClosesAll() {
        ConnectionsByThread byThread = having(3);

        byThread.close();

        assertThat(around.opened).allMatch(DaemonConnection::isClosed).hasSize(2);
        assertThat(usedByThreads(byThread, 20)).containsOnly(first);
    }

    @Test
    void withAnotherFirstTheOthersEndAfterTheirCalls() {
        ConnectionsByThread byThread = having(3);

        byThread.startOver();

        assertThat(byThread.size()).isZero();
        assertThat(around.drained).hasSize(2);
    }

    @Test
    void oneThatHasEndedIsReplacedByTheFirst() {
        ConnectionsByThread byThread = having(3);
        around.opened.forEach(DaemonConnection::close);

        assertThat(usedByThreads(byThread, 100)).containsOnly(first);
        assertThat(byThread.size()).isZero();
    }
}
