package io.jyro.transport.message;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
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
import io.jyro.transport.Connection;
import io.jyro.wire.Bulk;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        private byte[] last = {};
        private long arrays; // that were read into, in bytes
        private int reads;
        private int timeoutsSet;
        private boolean closed;

        Pieces then(byte[]... more) {
            pieces.addAll(Arrays.asList(more));
            return this;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that is the question
        public int read(byte[] into, int offset, int length) throws IOException {
            largestRoom = Math.max(largestRoom, length);
            if (into != last) {
                last = into;
                arrays += into.length;
            }
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
        public void readTimeout(Duration timeout) {
            timeoutsSet++;
        }

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
    private BulkFinder bulkFinder = BulkFinder.NONE;
    private final MessageChannel channel = new MessageChannel(pieces,
            new WireLimits(1_000_000, 10_000_000), null, false, ConnectionMemory.ofProxy(),
            header -> bulkFinder);

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageForWhichThereIsNoMemoryIsDroppedAndTheNextIsRead(Dialect dialect) {
        MemoryBudget budget = MemoryBudget.of(100_000);
        MessageChannel small = new MessageChannel(pieces, WireLimits.NONE, null, false,
                ConnectionMemory.ofClient(budget, BufferPool.ofDaemon()), header -> bulkFinder);
        small.welcome(WireLimits.NONE);
        byte[] large = RawMessage.of(dialect, MessageType.INVOKE).sequence(5)
                .annotation("TEST", new byte[]{1, 2, 3}).payload(new byte[500_000]).bytes();
        byte[] next = RawMessage.of(dialect, MessageType.PING).sequence(6).payload(new byte[10])
                .bytes();
        byte[] all = Arrays.copyOf(large, large.length + next.length);
        System.arraycopy(next, 0, all, large.length, next.length);
        pieces.then(all);

        Message refused = small.read();
        assertThat(refused.refusal()).hasMessageContaining("MEMORY_BUDGET 100000");
        assertThat(refused.sequence()).isEqualTo(5);
        assertThat(refused.annotation("TEST")).containsExactly(1, 2, 3);
        assertThat(refused.payload().length()).isZero();
        assertThat(pieces.largestRoom).isLessThanOrEqualTo(100_000);

        Message message = small.read();
        assertThat(message.refusal()).isNull();
        assertThat(message.sequence()).isEqualTo(6);
        assertThat(message.payload().length()).isEqualTo(10);
        assertThat(budget.used()).isZero();
    }

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
            assertThat(message.payload().toBytes()).isEqualTo(expected);
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
    void aLongByteStringIsReadIntoAnArrayOfItsOwn() {
        Random random = new Random(7);
        byte[] head = new byte[100];
        byte[] tail = new byte[30];
        for (int length : new int[]{64 * 1024, 70_000, 500_000, 90_000}) {
            byte[] string = new byte[length];
            random.nextBytes(string);
            byte[] payload = joined(head, string, tail);
            bulkFinder = stringAfter(head.length, length);
            cut(random, RawMessage.of(Dialect.V48, MessageType.INVOKE).sequence(1).payload(payload)
                    .annotation("TEST", new byte[9]).bytes());
            cut(random, RawMessage.of(Dialect.V502, MessageType.PING).sequence(2).bytes());

            Message message = channel.read();

            assertThat(message.payload().bulks()).extracting(Bulk::at).containsExactly(head.length);
            assertThat(message.payload().bulks().get(0).bytes()).isEqualTo(string);
            assertThat(message.payload().ownLength()).isEqualTo(head.length + tail.length);
            assertThat(message.payload().toBytes()).isEqualTo(payload);
            assertThat(message.annotation("TEST")).hasSize(9);
            Message kept = channel.detach(message);
            bulkFinder = BulkFinder.NONE;
            assertThat(channel.read().sequence()).isEqualTo(2);
            assertThat(kept.payload().toBytes()).isEqualTo(payload);
        }
    }

    @Test
    void aLongAnnotationIsReadIntoAnArrayOfItsOwn() {
        byte[] first = new byte[200_000];
        byte[] second = new byte[100_000];
        Arrays.fill(second, (byte) 2);
        pieces.then(RawMessage.of(Dialect.V502, MessageType.INVOKE).payload(new byte[]{5})
                .annotation("AAAA", first).annotation("SMAL", new byte[3])
                .annotation("BBBB", second).annotation("LAST", new byte[4]).bytes());

        Message message = channel.read();

        assertThat(message.annotations().keySet()).containsExactly("AAAA", "SMAL", "BBBB", "LAST");
        assertThat(message.annotation("AAAA")).isEqualTo(first)
                .isSameAs(message.annotation("AAAA"));
        assertThat(message.annotation("BBBB")).isEqualTo(second)
                .isSameAs(message.annotations().get("BBBB"));
        assertThat(message.annotation("LAST")).hasSize(4);
        assertThat(message.payload().toBytes()).containsExactly(5);
        assertThat(message.copy().annotation("BBBB")).isEqualTo(second);
    }

    @Test
    void aLongAnnotationBehindShortOnesIsReadIntoAnArrayOfItsOwn() {
        byte[] large = new byte[80_000];
        new Random(3).nextBytes(large);
        RawMessage message = RawMessage.of(Dialect.V502, MessageType.INVOKE)
                .payload(new byte[]{5});
        for (int i = 10; i < 20; i++) {
            message = message.annotation("SH" + i, new byte[i * 1_000])
                    .annotation("LO" + i, large);
        }
        pieces.then(message.bytes());

        Message came = channel.read();

        assertThat(came.annotations()).hasSize(20);
        for (int i = 10; i < 20; i++) {
            assertThat(came.annotation("SH" + i)).hasSize(i * 1_000);
            assertThat(came.annotation("LO" + i)).isEqualTo(large)
                    .isSameAs(came.annotation("LO" + i));
        }
        assertThat(came.payload().toBytes()).containsExactly(5);
    }

    @Test
    void annotationsThatAreShortAreReadInStepsThatGrow() {
        RawMessage message = RawMessage.of(Dialect.V502, MessageType.INVOKE);
        for (int i = 100; i < 116; i++) {
            message = message.annotation("S" + i, new byte[60_000]);
        }
        byte[] bytes = message.bytes();
        pieces.then(bytes);

        assertThat(channel.read().annotations()).hasSize(16);
        assertThat(pieces.arrays).isLessThan(2L * bytes.length);
    }

    @Test
    void aClaimOfALongAnnotationBehindAShortOneTakesNoMemoryBeforeItsBytesCome() {
        byte[] bytes = RawMessage.of(Dialect.V502, MessageType.INVOKE)
                .annotation("AAAA", new byte[10_000]).annotation("BULK", new byte[900_000]).bytes();
        pieces.then(Arrays.copyOf(bytes, 20_000));

        assertThatThrownBy(channel::read).isInstanceOf(ConnectionClosedException.class);
        assertThat(pieces.largestRoom).isLessThan(200_000);
    }

    @Test
    void aReadThatTimedOutWithinAByteStringGoesOnThere() {
        byte[] string = new byte[300_000];
        new Random(1).nextBytes(string);
        byte[] bytes = RawMessage.of(Dialect.V502, MessageType.INVOKE)
                .payload(joined(string, new byte[10])).bytes();
        bulkFinder = stringAfter(0, string.length);
        pieces.then(Arrays.copyOf(bytes, 90_000), PAUSE,
                Arrays.copyOfRange(bytes, 90_000, 200_000), PAUSE,
                Arrays.copyOfRange(bytes, 200_000, bytes.length - 3), PAUSE,
                Arrays.copyOfRange(bytes, bytes.length - 3, bytes.length));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(channel::read).isInstanceOf(CallTimeoutException.class);
        }
        assertThat(channel.read().payload().bulks().get(0).bytes()).isEqualTo(string);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageThatStallsLeavesItsThreadAndIsReadOnLater(Dialect dialect) {
        byte[] string = new byte[300_000];
        new Random(1).nextBytes(string);
        byte[] bytes = RawMessage.of(dialect, MessageType.INVOKE)
                .payload(joined(string, new byte[10])).annotation("TEST", new byte[50]).bytes();
        bulkFinder = stringAfter(0, string.length);
        channel.messageLimits(Duration.ofMinutes(1), Duration.ofMinutes(1));
        int from = 0;
        int stalls = 0;
        for (int to : new int[]{3, 10, 90, 50_000, 200_000, bytes.length - 3}) {
            pieces.then(Arrays.copyOfRange(bytes, from, to), PAUSE);
            from = to;
            stalls++;
        }
        pieces.then(Arrays.copyOfRange(bytes, from, bytes.length));

        for (int i = 0; i < stalls; i++) {
            assertThat(channel.awaitMessage(Duration.ofSeconds(30))).isFalse();
            assertThat(channel.hasWholeMessage()).isFalse();
        }
        while (!channel.awaitMessage(Duration.ofSeconds(30))) {
            // after a pause the thread waits for a millisecond, which may pass between two reads
            assertThat(channel.hasWholeMessage()).isFalse();
        }
        assertThat(channel.hasWholeMessage()).isTrue();
        Message message = channel.read();
        assertThat(message.payload().bulks().get(0).bytes()).isEqualTo(string);
        assertThat(message.annotation("TEST")).hasSize(50);
        assertThat(channel.hasWholeMessage()).isFalse();
    }

    @Test
    void whatFailsWhileAMessageIsAwaitedIsThrownByTheRead() {
        pieces.then("GET / ".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(channel.awaitMessage(Duration.ofSeconds(30))).isTrue();

        assertThat(channel.hasWholeMessage()).isTrue();
        assertThatThrownBy(channel::read).isInstanceOf(ProtocolException.class);
    }

    @Test
    void waitingForMoreEndsWithTheNextBytes() {
        byte[] bytes = RawMessage.of(Dialect.V502, MessageType.PING).payload(new byte[100]).bytes();
        pieces.then(Arrays.copyOf(bytes, 50), new byte[1], new byte[1]);
        channel.messageLimits(Duration.ofMinutes(1), Duration.ofMinutes(1));

        channel.awaitMore();
        assertThat(pieces.reads).isEqualTo(1);
        channel.awaitMore();

        assertThat(pieces.reads).isEqualTo(2);
    }

    @Test
    void aSmallMessageIsOneReadAndSetsNoTimeout() {
        channel.messageLimits(Duration.ofMinutes(1), Duration.ofMinutes(1));
        pieces.then(RawMessage.of(Dialect.V502, MessageType.PING).payload(new byte[100]).bytes());

        channel.awaitFirstByte();
        channel.awaitMessage(Duration.ofMillis(20));
        channel.read();

        assertThat(pieces.reads).isEqualTo(1);
        assertThat(pieces.timeoutsSet).isZero();
    }

    @Test
    void aByteStringThatIsLongerThanItsMessageStaysInThePayload() {
        bulkFinder = stringAfter(10, 200_000);
        pieces.then(RawMessage.of(Dialect.V502, MessageType.INVOKE).payload(new byte[200_009])
                .bytes());

        assertThat(channel.read().payload().bulks()).isEmpty();
    }

    @Test
    void aByteStringTakesNoMemoryOnAClaimUnlessAsMuchHasComeBefore() {
        bulkFinder = stringAfter(10, 900_000);
        RawMessage message = RawMessage.of(Dialect.V502, MessageType.INVOKE);
        pieces.then(message.claimPayload(999_999).bytes(), new byte[5_000], PAUSE);
        assertThatThrownBy(channel::read).isInstanceOf(CallTimeoutException.class);
        assertThat(pieces.largestRoom).isLessThan(100_000);

        pieces.then(new byte[994_999]);
        channel.read();
        bulkFinder = stringAfter(10, 800_000);
        pieces.largestRoom = 0;
        pieces.then(message.claimPayload(999_999).bytes(), new byte[5_000], PAUSE);
        assertThatThrownBy(channel::read).isInstanceOf(CallTimeoutException.class);
        assertThat(pieces.largestRoom).isGreaterThan(700_000);
    }

    @ParameterizedTest
    @CsvSource({"400000, 0, 100000", "10000000, 200000, 300000"})
    void aByteStringTakesFewStepsWhileHalfOfTheBudgetIsFree(long budget, int least, int most) {
        MessageChannel counted = new MessageChannel(pieces, WireLimits.NONE, null, false,
                ConnectionMemory.ofClient(MemoryBudget.of(budget), BufferPool.ofDaemon()),
                header -> bulkFinder);
        counted.welcome(WireLimits.NONE);
        bulkFinder = stringAfter(0, 300_000);
        pieces.then(RawMessage.of(Dialect.V502, MessageType.INVOKE).claimPayload(300_000).bytes(),
                new byte[20_000]);

        assertThatThrownBy(counted::read).isInstanceOf(ConnectionClosedException.class);

        assertThat(pieces.largestRoom).isBetween(least, most);
    }

    @Test
    void theEndWithinAByteStringTellsHowMuchCame() {
        bulkFinder = stringAfter(0, 100_000);
        byte[] bytes = RawMessage.of(Dialect.V502, MessageType.INVOKE).payload(new byte[100_001])
                .bytes();
        pieces.then(Arrays.copyOf(bytes, 90_040));
        assertThatThrownBy(channel::read).isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("closed after 90040 of at least 100040 bytes");
    }

    private static BulkFinder stringAfter(int head, int length) {
        return (bytes, from, to, atLeast) -> length >= atLeast
                ? new BulkFinder.Place(from + head, length)
                : null;
    }

    private void cut(Random random, byte[] bytes) {
        for (int at = 0; at < bytes.length;) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(20_000));
            pieces.then(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
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
