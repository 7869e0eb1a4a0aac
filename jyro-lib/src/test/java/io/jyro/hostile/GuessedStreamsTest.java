package io.jyro.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Item streams and sessions of others: their ids cannot be guessed, and they end with their client. */
@Timeout(60)
class GuessedStreamsTest extends AgainstADaemon {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int STREAMS = 20;
    private static final int ITEMS = 5;
    private static final int GUESSES = 300;
    private static final int SESSIONS = 300;
    private static final Pattern ID = Pattern.compile("STRM.{2,4}?([0-9a-f-]{36})",
            Pattern.DOTALL);

    private final Source source = new Source();

    /** Gives streams. */
    @Expose
    public static final class Source {
        private final AtomicInteger closed = new AtomicInteger();

        public Stream<Integer> count() {
            return Stream.iterate(0, i -> i + 1).limit(ITEMS)
                    .onClose(closed::incrementAndGet);
        }
    }

    /** One for each connection. */
    @Expose
    public static class Session implements AutoCloseable {
        private static final AtomicInteger MADE = new AtomicInteger();
        private static final AtomicInteger CLOSED = new AtomicInteger();

        public int number() {
            return MADE.incrementAndGet();
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    @BeforeAll
    void registerThem() {
        daemon.register(source, "source");
        daemon.register(Session.class, "session");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void idsAreRandomUuids(Dialect dialect) {
        Set<String> ids = new HashSet<>();
        try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), "source")) {
            for (int i = 0; i < STREAMS; i++) {
                ids.add(begin(client, dialect));
            }
        }

        assertThat(ids).hasSize(STREAMS).allSatisfy(id -> {
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        });
        // 122 random bits: two ids have half of them in common, not nearly all
        List<String> all = List.copyOf(ids);
        for (int i = 1; i < all.size(); i++) {
            assertThat(differentBits(all.get(i - 1), all.get(i))).isGreaterThan(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void guessesNeitherReadNorCloseTheStreamsOfOthers(Dialect dialect) {
        Random random = new Random(SEED);
        try (ScriptedPeer owner = ScriptedPeer.welcomed(dialect, daemon.port(), "source");
                ScriptedPeer stranger = ScriptedPeer.welcomed(dialect, daemon.port(), "source")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                ids.add(begin(owner, dialect));
            }
            int closed = source.closed.get();

            for (int i = 0; i < GUESSES; i++) {
                String guess = guess(ids.get(i % STREAMS), i, random);
                assertThat(ask(stranger, dialect, "get_next_stream_item", guess).flags() & 1)
                        .isEqualTo(1);
                ask(stranger, dialect, "close_stream", guess);
            }

            assertThat(source.closed).hasValue(closed);
            for (String id : ids) {
                for (int item = 0; item < ITEMS; item++) {
                    assertThat(ask(owner, dialect, "get_next_stream_item", id).text())
                            .isEqualTo("" + item);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theSessionsOfAllClientsThatLeaveAreClosed(Dialect dialect) {
        Session.MADE.set(0);
        Session.CLOSED.set(0);
        byte[] call = RawMessage.invoke(dialect, "session", "number", "").bytes();
        for (int i = 0; i < SESSIONS; i++) {
            ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), "session")
                    .send(call).expect(MessageType.RESULT);
            switch (i % 3) {
                case 0 -> client.thenReset();
                case 1 -> client.send(Arrays.copyOf(call, 50));
                default -> client.closeOutput();
            }
            client.close();
        }

        while (Session.CLOSED.get() < SESSIONS) {
            Thread.onSpinWait();
        }
        assertThat(Session.MADE).hasValue(SESSIONS);
        assertThat(Session.CLOSED).hasValue(SESSIONS);
    }

    private static String begin(ScriptedPeer client, Dialect dialect) {
        RawMessage reply = client.send(RawMessage.invoke(dialect, "source", "count", ""))
                .expect(MessageType.RESULT).received();
        Matcher id = ID.matcher(
                new String(reply.annotations(), StandardCharsets.ISO_8859_1));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static RawMessage ask(ScriptedPeer client, Dialect dialect, String method,
            String id) {
        return client.send(RawMessage.invoke(dialect, "Pyro.Daemon", method, "'" + id + "',"))
                .expect(MessageType.RESULT).received();
    }

    private static String guess(String id, int i, Random random) {
        return switch (i % 8) {
            case 0 -> id.substring(0, 35) + (id.endsWith("0") ? "1" : "0");
            case 1 -> id.toUpperCase(Locale.ROOT).replace("-", "");
            case 2 -> id.substring(1);
            case 3 -> "{" + id + "}";
            case 4 -> " " + id;
            case 5 -> "*";
            case 6 -> "";
            default -> new UUID(random.nextLong(), random.nextLong()).toString();
        };
    }

    private static int differentBits(String one, String other) {
        UUID a = UUID.fromString(one);
        UUID b = UUID.fromString(other);
        return Long.bitCount(a.getMostSignificantBits() ^ b.getMostSignificantBits())
                + Long.bitCount(a.getLeastSignificantBits() ^ b.getLeastSignificantBits());
    }
}
