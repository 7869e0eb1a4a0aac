package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.ProtocolException;
import io.jyro.hostile.RawMessage;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages out of bytes that come in whatever pieces. */
class MessageChannelTest {
    private static final byte[] PAUSE = {};

    /** Gives prepared pieces, one a read; an empty one is a pause that is longer than the timeout. */
    private static final class Pieces implements Connection {
        private final Deque<byte[]> pieces = new ArrayDeque<>();
        private int largestRoom;
        private int reads;
        private boolean closed;

        Pieces then(byte[]... more) {
            pieces.addAll(Arrays.asList(more));
            return this;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            largestRoom = Math.max(largestRoom, length);
            reads++;
            byte[] piece = pieces.poll();
            if (piece == null) {
                return -1;
            }
            if (piece.length == 0) {
                throw new SocketTimeoutException("pause");
            }
            int count = Math.min(length, piece.length);
            System.arraycopy(piece, 0, into, offset, count);
            if (count < piece.length) {
                pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
            }
            return count;
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void readTimeout(Duration timeout) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void acknowledgeNow() {}

        @Override
        public SocketAddress localAddress() {
            return InetSocketAddress.createUnresolved("here", 1);
        }

        @Override
        public SocketAddress peerAddress() {
            return InetSocketAddress.createUnresolved("there", 2);
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String toString() {
            return "there:2";
        }
    }

    private final Pieces pieces = new Pieces();
    private final MessageChannel channel = new MessageChannel(pieces,
            new WireLimits(1_000_000, 10_000_000), null, false, SpareArrays.ofProxy());

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void messagesComeOutHoweverTheyAreCut(Dialect dialect) {
        long seed = 20_261_122;
        Random random = new Random(seed);
        byte[] all = {};
        int[] sizes = new int[200];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100);
            byte[] payload = new byte[sizes[i]];
            Arrays.fill(payload, (byte) i);
            byte[] bytes = RawMessage.of(dialect, MessageType.PING).sequence(i).payload(payload)
                    .annotation("TEST", new byte[random.nextInt(50)]).bytes();
            byte[] longer = Arrays.copyOf(all, all.length + bytes.length);
            System.arraycopy(bytes, 0, longer, all.length, bytes.length);
            all = longer;
        }
        for (int at = 0; at < all.length;) {
            int end = Math.min(all.length,
                    at + 1 + random.nextInt(random.nextInt(4) == 0 ? 5 : 9_000));
            pieces.then(Arrays.copyOfRange(all, at, end));
            at = end;
        }

        for (int i = 0; i < sizes.length; i++) {
            Message message = channel.read();

            assertThat(message.sequence()).as("seed %s", seed).isEqualTo(i);
            byte[] expected = new byte[sizes[i]];
            Arrays.fill(expected, (byte) i);
            assertThat(Arrays.copyOfRange(message.payload(), message.payloadOffset(),
                    message.payloadOffset() + message.payloadLength())).isEqualTo(expected);
        }
        assertThat(channel.hasBufferedBytes()).isFalse();
    }

    @Test
    void smallMessagesThatComeInCrowdsAreReadManyAtATime() {
        byte[] message = RawMessage.of(Dialect.V502, MessageType.PING).payload(new byte[81])
                .bytes();
        int messages = 5_000;
        byte[] all = new byte[messages * message.length];
        for (int i = 0; i < messages; i++) {
            System.arraycopy(message, 0, all, i * message.length, message.length);
        }
        pieces.then(all);

        for (int i = 0; i < messages; i++) {
            channel.read();
        }

        assertThat(pieces.reads).isLessThan(5 + all.length / 60_000 * 2);
        assertThat(pieces.largestRoom).isLessThan(100_000);
    }

    @Test
    void dialectsMayChangeFromMessageToMessage() {
        pieces.then(RawMessage.of(Dialect.V48, MessageType.PING).bytes(),
                RawMessage.of(Dialect.V502, MessageType.PING).bytes());

        assertThat(channel.read().dialect()).isEqualTo(Dialect.V48);
        assertThat(channel.lastDialect()).isEqualTo(Dialect.V48);
        assertThat(channel.read().dialect()).isEqualTo(Dialect.V502);
    }

    @Test
    void aClaimTakesNoMemoryBeforeItsBytesCome() {
        pieces.then(RawMessage.of(Dialect.V502, MessageType.PING).claimPayload(999_999).bytes(),
                new byte[10]);

        assertThatThrownBy(channel::read).isInstanceOf(ConnectionClosedException.class);
        assertThat(pieces.largestRoom).isLessThan(100_000);
    }

    @Test
    void aClaimBeyondTheLimitIsRefusedAndNamesIt() {
        pieces.then(RawMessage.of(Dialect.V502, MessageType.PING).claimPayload(1_000_001).bytes());

        assertThatThrownBy(channel::read).isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("1000001").hasMessageContaining("there:2")
                .hasMessageContaining("maxMessageSize 1000000");
    }

    @Test
    void theEndBetweenMessagesIsToldFromTheEndWithinOne() {
        assertThatThrownBy(channel::read).isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("receiving: not enough data").hasMessageContaining("there:2");

        pieces.then(new byte[]{'P', 'Y'});
        assertThatThrownBy(channel::read).isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("closed after 2 of");
    }

    @Test
    void aPauseIsATimeoutAndWhatCameStays() {
        byte[] bytes = RawMessage.of(Dialect.V502, MessageType.PING).sequence(7).bytes();
        pieces.then(Arrays.copyOf(bytes, 20), PAUSE, Arrays.copyOfRange(bytes, 20, bytes.length));

        assertThatThrownBy(channel::read).isInstanceOf(CallTimeoutException.class);
        assertThat(channel.hasBufferedBytes()).isTrue();
        assertThat(channel.read().sequence()).isEqualTo(7);
    }

    @Test
    void waitingForTheFirstByteTakesNothing() {
        pieces.then(PAUSE, RawMessage.of(Dialect.V48, MessageType.PING).bytes());

        assertThat(channel.awaitFirstByte()).isFalse();
        assertThat(channel.awaitFirstByte()).isTrue();
        assertThat(channel.read().type()).isEqualTo(MessageType.PING);
        assertThatThrownBy(channel::awaitFirstByte).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void aDeadlineThatPassedIsATimeoutEvenWhenBytesCome() {
        pieces.then(new byte[]{'P'});
        channel.readDeadline(Duration.ofSeconds(-1));

        assertThatThrownBy(channel::read).isInstanceOf(CallTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / ", "\0\0\0\0\0\0", "PYRO\0\0"})
    void whatIsNoMessageIsRefused(String text) {
        pieces.then(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(channel::read).isInstanceOf(ProtocolException.class);
    }

    @Test
    void closingGentlyReadsWhatIsStillComingAndThenCloses() {
        pieces.then(new byte[100_000], new byte[100_000], PAUSE);
        channel.closeGently(Duration.ofSeconds(5));

        assertThat(pieces.pieces).isEmpty();
        assertThat(pieces.closed).isTrue();
        assertThat(pieces.largestRoom).isLessThan(100_000);
    }
}
