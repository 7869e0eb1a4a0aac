package io.jyro.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that begin messages and do not end them: they hold no platform thread, and not for ever. */
@Timeout(60)
class UnfinishedMessageTest {
    private static final int SOME = 20;
    private static final int MANY = 300; // more than a daemon has platform threads, with two cores
    private static final int CROWD = 1_000;
    private static final Duration LITTLE = Duration.ofMillis(300);

    private final LogCapture log = new LogCapture();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** How far a message comes. */
    @SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
    enum Shape {
        HEADER(Shape::call, message -> 10),
        ANNOTATIONS(dialect -> call(dialect).annotation("TEST", new byte[1_000]), message -> 500),
        BODY(Shape::call, message -> message.headerSize() + 10),
        BULK(dialect -> callWithBytes(dialect, 300_000), message -> 200_000),
        BODY_AFTER_A_CALL(Shape::call, message -> message.headerSize() + 10) {
            @Override
            ScriptedPeer client(Dialect dialect, int port) {
                return super.client(dialect, port).send(call(dialect)).expect(MessageType.RESULT);
            }
        };

        private final Function<Dialect, RawMessage> message;
        private final ToIntFunction<RawMessage> begun;

        /** @param begun how many bytes of the message come */
        Shape(Function<Dialect, RawMessage> message, ToIntFunction<RawMessage> begun) {
            this.message = message;
            this.begun = begun;
        }

        private byte[] whole(Dialect dialect) {
            return message.apply(dialect).bytes();
        }

        byte[] beginning(Dialect dialect) {
            return Arrays.copyOf(whole(dialect), begun.applyAsInt(message.apply(dialect)));
        }

        byte[] rest(Dialect dialect) {
            byte[] whole = whole(dialect);
            return Arrays.copyOfRange(whole, beginning(dialect).length, whole.length);
        }

        ScriptedPeer client(Dialect dialect, int port) {
            return ScriptedPeer.welcomed(dialect, port, "work");
        }

        static RawMessage call(Dialect dialect) {
            return RawMessage.invoke(dialect, "work", "echo", "'" + "x".repeat(1_000) + "',");
        }
    }

    // In marshal, in which long bytes are read into an array of their own.
    private static RawMessage callWithBytes(Dialect dialect, int length) {
        ByteBuffer marshal = ByteBuffer.allocate(length + 100).order(ByteOrder.LITTLE_ENDIAN);
        marshal.put((byte) '(').putInt(4);
        for (String text : List.of("work", "echo")) {
            marshal.put((byte) 'u').putInt(text.length())
                    .put(text.getBytes(StandardCharsets.US_ASCII));
        }
        marshal.put((byte) '(').putInt(1).put((byte) 's').putInt(length).put(new byte[length])
                .put((byte) '{').put((byte) '0');
        return RawMessage.of(dialect, MessageType.INVOKE).sequence(1)
                .serializer(dialect == Dialect.V48 ? 3 : 2)
                .payload(Arrays.copyOf(marshal.array(), marshal.position()));
    }

    static Stream<Arguments> shapes() {
        return Arrays.stream(Shape.values()).flatMap(shape -> Arrays.stream(Dialect.values())
                .map(dialect -> Arguments.of(shape, dialect)));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        List<String> faults = log.errors();
        log.close();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theyHoldNoPlatformThreadAndAreServedWhenTheyGoOn(Shape shape, Dialect dialect) {
        BusyDaemon daemon = daemon(defaults());
        List<ScriptedPeer> peers = unfinished(daemon, shape, dialect, SOME);
        daemon.awaitNoServingThread();

        for (ScriptedPeer peer : peers) {
            byte[] rest = shape.rest(dialect);
            peer.send(Arrays.copyOf(rest, rest.length - 1));
        }
        daemon.awaitNoServingThread();
        for (ScriptedPeer peer : peers) {
            byte[] rest = shape.rest(dialect);
            peer.send(Arrays.copyOfRange(rest, rest.length - 1, rest.length));
            assertThat(peer.expect(MessageType.RESULT).received().payload()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void besideHundredsOfThemAndBusyCallsOthersAreServedOnPlatformThreads(Shape shape,
            Dialect dialect) throws InterruptedException {
        BusyDaemon daemon = daemon(defaults());
        unfinished(daemon, shape, dialect, MANY);

        daemon.servesOthersWhileItIsBusy();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void handshakesThatAreNotEndedHoldNeitherAThreadNorAPlaceForOthers(Dialect dialect) {
        BusyDaemon daemon = daemon(PyroConfig.defaults().toBuilder()
                .handshakeTimeout(Duration.ofMinutes(1)).build());
        byte[] connect = RawMessage.connect(dialect, "work").bytes();
        for (int i = 0; i < CROWD; i++) {
            ScriptedPeer peer = ScriptedPeer.client(daemon.daemon().port());
            open.add(peer);
            peer.send(Arrays.copyOf(connect, 30));
        }
        daemon.awaitAllTakenIn();

        daemon.shakesHandsOnAPlatformThread();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandshakeInPiecesIsCompleted(Dialect dialect) {
        BusyDaemon daemon = daemon(defaults());
        byte[] connect = RawMessage.connect(dialect, "work").bytes();
        ScriptedPeer peer = ScriptedPeer.client(daemon.daemon().port());
        open.add(peer);
        for (int from = 0; from < connect.length; from += 25) {
            peer.send(Arrays.copyOfRange(connect, from, Math.min(connect.length, from + 25)));
            daemon.awaitNoServingThread();
        }

        peer.expect(MessageType.CONNECTOK);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void overAUnixSocketTheyHoldNoPlatformThreadEither(Dialect dialect, @TempDir Path directory)
            throws IOException {
        String path = directory.resolve("s").toString();
        BusyDaemon daemon = new BusyDaemon(
                Daemon.builder().config(defaults()).unixSocket(path), (proxy, of) -> {});
        open.add(daemon);
        try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            InputStream in = Channels.newInputStream(peer);
            peer.write(ByteBuffer.wrap(RawMessage.connect(dialect, "work").bytes()));
            assertThat(RawMessage.read(in).type()).isEqualTo(MessageType.CONNECTOK.code());
            for (Shape shape : Shape.values()) {
                write(peer, shape.beginning(dialect));
                daemon.awaitNoServingThread();
                write(peer, shape.rest(dialect));
                assertThat(RawMessage.read(in).type()).isEqualTo(MessageType.RESULT.code());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theyAreClosedAfterTheirTime(Shape shape, Dialect dialect) {
        BusyDaemon daemon = daemon(
                defaults().toBuilder().headerTimeout(LITTLE).bodyTimeout(LITTLE).build());

        unfinished(daemon, shape, dialect, 1).getFirst().expectClosed();

        log.await(Level.WARN, shape == Shape.HEADER ? "(HEADER_TIMEOUT)" : "(BODY_TIMEOUT)");
        daemon.awaitNoClient();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theyAreClosedAfterTheTimeoutOfAllSilence(Shape shape, Dialect dialect) {
        BusyDaemon daemon = daemon(defaults().toBuilder().commTimeout(LITTLE).build());

        unfinished(daemon, shape, dialect, 1).getFirst().expectClosed();

        log.await(Level.WARN, "in the middle of a message");
        daemon.awaitNoClient();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theyAreClosedWhereTheyWait(Shape shape, Dialect dialect) {
        BusyDaemon daemon = daemon(defaults());
        List<ScriptedPeer> peers = unfinished(daemon, shape, dialect, 2);
        daemon.awaitNoServingThread();

        daemon.daemon().clients().getFirst().close();
        daemon.close();

        peers.forEach(ScriptedPeer::expectClosed);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theirEndIsSeenWhereTheyWait(Shape shape, Dialect dialect) {
        BusyDaemon daemon = daemon(defaults());
        List<ScriptedPeer> peers = unfinished(daemon, shape, dialect, 2);
        daemon.awaitNoServingThread();

        peers.getFirst().thenClose();
        peers.getLast().thenReset();

        daemon.awaitNoClient();
    }

    @Test
    void zeroIsForEver() {
        BusyDaemon daemon = daemon(defaults().toBuilder().headerTimeout(Duration.ZERO)
                .bodyTimeout(Duration.ZERO).build());
        ScriptedPeer peer = unfinished(daemon, Shape.BODY, Dialect.V502, 1).getFirst();
        daemon.awaitNoServingThread();

        peer.send(Shape.BODY.rest(Dialect.V502)).expect(MessageType.RESULT);
    }

    private static PyroConfig defaults() {
        return PyroConfig.defaults();
    }

    private BusyDaemon daemon(PyroConfig config) {
        BusyDaemon daemon = new BusyDaemon(Daemon.builder().config(config).host("localhost"),
                (proxy, of) -> {});
        open.add(daemon);
        return daemon;
    }

    private List<ScriptedPeer> unfinished(BusyDaemon daemon, Shape shape, Dialect dialect,
            int number) {
        List<ScriptedPeer> peers = new ArrayList<>();
        byte[] beginning = shape.beginning(dialect);
        for (int i = 0; i < number; i++) {
            ScriptedPeer peer = shape.client(dialect, daemon.daemon().port());
            open.add(peer);
            peers.add(peer.send(beginning));
        }
        return peers;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }
}
