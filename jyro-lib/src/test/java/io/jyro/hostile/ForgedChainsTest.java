package io.jyro.hostile;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.server.ServedClient;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.jyro.Dialect.V502;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that claim to belong to the chain of a call that runs: a guessed id lets none in while that call is inside. */
@Timeout(60)
class ForgedChainsTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int ROUNDS = 10;
    private static final int FORGERS = 20;
    private static final byte CHAIN = 0x10;
    private static final int HEAD = 3;
    private static final byte[] OFFER = {1, 0, 0, 0, 0x11};

    private final Random random = new Random(SEED);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    /** Where the guarded call makes a call of its own, which tells the id of its chain. */
    private final ScriptedPeer elsewhere = opened(ScriptedPeer.daemon());
    private byte[] seen = new byte[Long.BYTES];

    /** Counts the calls that are inside at the same time; one of each connection's own if the class is registered. */
    @Expose
    public static class Guarded {
        private static @Nullable ForgedChainsTest test;
        private static @Nullable Proxy callee;

        public void enter() {
            count(() -> Objects.requireNonNull(callee).call("ask"));
        }

        public void forged() {
            count(() -> {});
        }

        private static void count(Runnable action) {
            ForgedChainsTest counting = Objects.requireNonNull(test);
            counting.most.accumulateAndGet(counting.inside.incrementAndGet(), Math::max);
            action.run();
            counting.inside.decrementAndGet();
            counting.ended.incrementAndGet();
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void aGuessedChainDoesNotEnterAMultiplexDaemon() {
        Daemon daemon = daemon(ServerType.MULTIPLEX);
        daemon.register(new Guarded(), "guarded");
        ScriptedPeer honest = offering(daemon);
        List<ScriptedPeer> forgers = new ArrayList<>();
        for (int i = 0; i < FORGERS; i++) {
            forgers.add(offering(daemon));
        }

        assertNeverTwoInside(daemon, honest, forgers);
    }

    @Test
    void aGuessedChainDoesNotEnterASessionInstance() {
        Daemon daemon = daemon(ServerType.THREAD);
        daemon.register(Guarded.class, "guarded");
        ScriptedPeer client = offering(daemon);
        List<ScriptedPeer> itself = new ArrayList<>();
        for (int i = 0; i < FORGERS; i++) {
            itself.add(client);
        }

        assertNeverTwoInside(daemon, client, itself);
    }

    private void assertNeverTwoInside(Daemon daemon, ScriptedPeer honest,
            List<ScriptedPeer> forgers) {
        Guarded.test = this;
        Guarded.callee = opened(Proxy.builder(elsewhere.uri("thing"))
                .config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(Duration.ofSeconds(20)).build());
        acceptWithChains();
        for (int round = 1; round <= ROUNDS; round++) {
            CountDownLatch isInside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            elsewhere.expect(MessageType.INVOKE).tell(isInside).await(goOn)
                    .reply(MessageType.RESULT, "None");
            honest.send(RawMessage.invoke(V502, "guarded", "enter", ""));
            await(isInside);
            byte[] known = idsOf(elsewhere.received());

            for (int i = 0; i < FORGERS; i++) {
                forgers.get(i).send(RawMessage.invoke(V502, "guarded", "forged", "")
                        .annotation("JYRO", chain(guess(i))));
            }
            while (requests(daemon) < (long) round * (FORGERS + 1)) {
                Thread.onSpinWait();
            }
            goOn.countDown();

            honest.expect(MessageType.RESULT);
            forgers.forEach(forger -> forger.expect(MessageType.RESULT));
            seen = known;
        }
        assertThat(ended).hasValue(ROUNDS * (FORGERS + 1));
        assertThat(most).as("inside at the same time, seed " + SEED).hasValue(1);
    }

    /** Ids of earlier calls, neighbours of these, and made-up ones. */
    private byte[] guess(int i) {
        byte[] ids = seen.clone();
        switch (i % 5) {
            case 0 -> random.nextBytes(ids);
            case 1 -> ids[ids.length - 1] += (byte) (i + 1);
            case 2 -> ids[0] ^= (byte) (i + 1);
            case 3 -> {
                ids = new byte[4_000 * Long.BYTES];
                random.nextBytes(ids);
            }
            default -> ids = i % 2 == 0 ? new byte[0] : new byte[seen.length];
        }
        return ids;
    }

    private static byte[] chain(byte[] ids) {
        return ByteBuffer.allocate(HEAD + ids.length).put(CHAIN).putShort((short) ids.length)
                .put(ids).array();
    }

    /** The annotation of a call in a chain: JYRO, its length, the kind, the length, the ids. */
    private static byte[] idsOf(RawMessage call) {
        ByteBuffer annotations = ByteBuffer.wrap(call.annotations());
        while (annotations.hasRemaining()) {
            int id = annotations.getInt();
            byte[] value = new byte[annotations.getInt()];
            annotations.get(value);
            if (id == 0x4a59524f) {
                return Arrays.copyOfRange(value, HEAD, value.length);
            }
        }
        throw new AssertionError("the call tells no chain");
    }

    private void acceptWithChains() {
        elsewhere.nextClient().expect(MessageType.CONNECT).reply(MessageType.CONNECTOK,
                reply -> reply.annotation("JYRO", OFFER).serpent("{'handshake':'hello',"
                        + "'meta':{'methods':['ask'],'oneway':[],'attrs':[]}}"));
    }

    private ScriptedPeer offering(Daemon daemon) {
        ScriptedPeer peer = opened(ScriptedPeer.client(daemon.port())
                .send(RawMessage.connect(V502, "guarded").annotation("JYRO", OFFER))
                .expect(MessageType.CONNECTOK));
        assertThat(peer.received().annotations()).as("what is agreed").isNotEmpty();
        return peer;
    }

    private static long requests(Daemon daemon) {
        return daemon.clients().stream().mapToLong(ServedClient::calls).sum();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Daemon daemon(ServerType type) {
        return opened(Daemon.builder().config(PyroConfig.defaults()).serverType(type)
                .host("localhost").start());
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }
}
