package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every kind of connection promises. */
public abstract class ConnectionContract {
    private static final Duration SHORT = Duration.ofMillis(20);

    /** Two connections that are connected to each other. */
    public record Pair(Connection one, Connection other) {}

    private Pair pair;

    /** A new pair; it is closed after the test. */
    public abstract Pair connect() throws IOException;

    /** Closes what was opened for the pair besides. */
    public void disconnect() throws IOException {}

    @BeforeEach
    void open() throws IOException {
        pair = connect();
    }

    @AfterEach
    void close() throws IOException {
        pair.one().close();
        pair.other().close();
        disconnect();
    }

    @Test
    void bytesGoBothWays() throws IOException {
        byte[] got = new byte[10];

        pair.one().write(new byte[]{1, 2, 3}, 1, 2);
        assertThat(pair.other().read(got, 5, 5)).isEqualTo(2);
        assertThat(got).containsExactly(0, 0, 0, 0, 0, 2, 3, 0, 0, 0);

        pair.other().write(new byte[]{7}, 0, 1);
        assertThat(pair.one().read(got, 0, 10)).isEqualTo(1);
        assertThat(got[0]).isEqualTo((byte) 7);
    }

    @Test
    void aReadTakesNoMoreThanItWasAskedFor() throws IOException {
        pair.one().write(new byte[]{1, 2, 3, 4, 5}, 0, 5);
        byte[] got = new byte[5];

        int first = pair.other().read(got, 0, 2);

        assertThat(first).isBetween(1, 2);
        readFully(pair.other(), got, first);
        assertThat(got).containsExactly(1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReadWaitsNoLongerThanItIsTold(boolean virtual) {
        Connection reader = pair.one();

        CompletableFuture<Integer> read = on(virtual, () -> {
            reader.readTimeout(Duration.ofNanos(1)); // less than a millisecond is still a limit
            return reader.read(new byte[1], 0, 1);
        });

        assertThatThrownBy(() -> result(read)).hasCauseInstanceOf(SocketTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatComesAfterATimeoutIsReadByTheNextRead(boolean virtual) {
        byte[] sent = random(5_000);
        byte[] got = new byte[5_000];

        CompletableFuture<Integer> read = on(virtual, () -> {
            pair.one().readTimeout(SHORT);
            assertThatThrownBy(() -> pair.one().read(got, 0, 1))
                    .isInstanceOf(SocketTimeoutException.class);
            pair.other().write(sent, 0, sent.length);
            pair.one().readTimeout(Duration.ZERO);
            int first = pair.one().read(got, 0, 3);
            readFully(pair.one(), got, first);
            return first;
        });

        assertThat(result(read)).isBetween(1, 3);
        assertThat(got).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTimedReadIsWokenByBytes(boolean virtual) throws IOException {
        byte[] got = new byte[4];
        pair.one().readTimeout(Duration.ofSeconds(50));
        CompletableFuture<Integer> read = on(virtual, () -> pair.one().read(got, 0, 4));

        pair.other().write(new byte[]{9}, 0, 1);

        assertThat(result(read)).isEqualTo(1);
        assertThat(got[0]).isEqualTo((byte) 9);
    }

    @Test
    void availableNeverWaitsAndTellsOfBytesThatAreThere() throws IOException {
        assertThat(pair.one().available()).isZero();

        pair.other().write(new byte[]{1, 2}, 0, 2);

        await(pair.one());
        assertThat(pair.one().available()).isPositive();
        byte[] got = new byte[2];
        readFully(pair.one(), got, 0);
        assertThat(got).containsExactly(1, 2);
        assertThat(pair.one().available()).isZero();
    }

    @Test
    void availableAfterATimeoutNeverWaitsEither() throws IOException {
        pair.one().readTimeout(SHORT);
        assertThatThrownBy(() -> pair.one().read(new byte[1], 0, 1))
                .isInstanceOf(SocketTimeoutException.class);

        assertThat(pair.one().available()).isZero();
        pair.other().write(new byte[]{1}, 0, 1);
        await(pair.one());

        assertThat(pair.one().read(new byte[4], 0, 4)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30_000})
    void theEndOfTheOutputIsReadAndAnswersStillArrive(long timeoutMillis) throws IOException {
        pair.one().readTimeout(Duration.ofMillis(timeoutMillis));
        pair.other().write(new byte[]{1}, 0, 1);
        pair.other().shutdownOutput();
        byte[] got = new byte[1];

        assertThat(pair.one().read(got, 0, 1)).isEqualTo(1);
        assertThat(pair.one().read(got, 0, 1)).isEqualTo(-1);
        assertThat(pair.one().read(got, 0, 1)).isEqualTo(-1);
        pair.one().write(new byte[]{2}, 0, 1);
        assertThat(pair.other().read(got, 0, 1)).isEqualTo(1);
        assertThat(got).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void muchIsWrittenWhole(boolean virtual) throws IOException {
        byte[] sent = random(3_000_000);
        byte[] got = new byte[sent.length - 10];
        CompletableFuture<Integer> written = on(virtual, () -> {
            pair.one().write(sent, 5, sent.length - 10);
            return 0;
        });

        readFully(pair.other(), got, 0);

        assertThat(result(written)).isZero();
        assertThat(got).isEqualTo(Arrays.copyOfRange(sent, 5, sent.length - 5));
    }

    @Test
    void buffersOfAnyKindAreWrittenWholeFromTheirPosition() throws IOException {
        byte[] bytes = random(1_000_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (ByteBuffer buffer : List.of(direct, ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                ByteBuffer.wrap(bytes))) {
            buffer.position(5).limit(bytes.length - 3);
            byte[] got = new byte[bytes.length - 8];

            CompletableFuture<Integer> written = on(false, () -> {
                pair.one().write(buffer);
                return 0;
            });
            readFully(pair.other(), got, 0);

            assertThat(result(written)).isZero();
            assertThat(got).isEqualTo(Arrays.copyOfRange(bytes, 5, bytes.length - 3));
            assertThat(buffer.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThreadReadsWhileAnotherWrites(boolean virtual) {
        byte[] sent = random(2_000_000);
        CompletableFuture<Integer> echo = on(virtual, () -> {
            byte[] some = new byte[100_000];
            int total = 0;
            for (int n = 0; total < sent.length; total += n) {
                n = pair.other().read(some, 0, some.length);
                pair.other().write(some, 0, n);
            }
            return total;
        });
        byte[] got = new byte[sent.length];

        CompletableFuture<Integer> writer = on(virtual, () -> {
            pair.one().write(sent, 0, sent.length);
            return sent.length;
        });
        CompletableFuture<Integer> reader = on(virtual, () -> readFully(pair.one(), got, 0));

        assertThat(result(writer)).isEqualTo(result(echo)).isEqualTo(result(reader));
        assertThat(got).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 30000", "true, 30000"})
    void closingEndsAReadThatWaits(boolean virtual, long timeoutMillis) throws IOException {
        Connection connection = pair.one();
        connection.readTimeout(Duration.ofMillis(timeoutMillis));
        CompletableFuture<Integer> read = on(virtual, () -> connection.read(new byte[1], 0, 1));

        connection.close();

        assertThatThrownBy(() -> result(read)).hasCauseInstanceOf(IOException.class)
                .hasMessageNotContaining("null");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingEndsAWriteThatWaits(boolean virtual) throws IOException {
        Connection connection = pair.one();
        CompletableFuture<Integer> write = on(virtual, () -> {
            connection.write(new byte[20_000_000], 0, 20_000_000);
            return 0;
        });
        assertThat(pair.other().read(new byte[1], 0, 1)).isEqualTo(1); // it has begun

        connection.close();

        assertThatThrownBy(() -> result(write)).hasCauseInstanceOf(IOException.class)
                .hasMessageNotContaining("null");
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 30000", "true, 30000"})
    void anInterruptOfAThreadThatReadsLosesNoByteAndLeavesItsStatus(boolean virtual,
            long timeoutMillis) throws Exception {
        Connection connection = pair.one();
        connection.readTimeout(Duration.ofMillis(timeoutMillis));
        AtomicReference<Thread> reader = new AtomicReference<>();
        CompletableFuture<Integer> read = on(virtual, () -> {
            reader.set(Thread.currentThread());
            try {
                return connection.read(new byte[1], 0, 1);
            } catch (ReadInterruptedException e) {
                assertThat(connection.interruptEndsReads()).isTrue();
                assertThat(Thread.interrupted()).isTrue();
                return connection.read(new byte[1], 0, 1);
            }
        });
        awaitSet(reader).interrupt();

        pair.other().write(new byte[]{1}, 0, 1);

        assertThat(result(read)).isEqualTo(1);
        pair.other().write(new byte[]{2}, 0, 1);
        assertThat(connection.read(new byte[1], 0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptOfAThreadThatWritesLeavesOutNothing(boolean virtual) throws Exception {
        byte[] sent = random(20_000_000);
        byte[] got = new byte[sent.length];
        AtomicReference<Thread> writer = new AtomicReference<>();
        CompletableFuture<Integer> write = on(virtual, () -> {
            writer.set(Thread.currentThread());
            pair.one().write(sent, 0, sent.length);
            return Thread.interrupted() ? 1 : 0;
        });
        got[0] = one(pair.other()); // it has begun, and waits
        awaitSet(writer).interrupt();

        readFully(pair.other(), got, 1);

        assertThat(result(write)).isEqualTo(1);
        assertThat(got).isEqualTo(sent);
    }

    private static byte one(Connection from) throws IOException {
        byte[] one = new byte[1];
        assertThat(from.read(one, 0, 1)).isEqualTo(1);
        return one[0];
    }

    private static Thread awaitSet(AtomicReference<Thread> thread) {
        Thread set = thread.get();
        while (set == null) {
            Thread.onSpinWait();
            set = thread.get();
        }
        return set;
    }

    @Test
    void afterClosingNothingWorksAndClosingAgainIsFine() {
        pair.one().close();
        pair.one().close();

        assertThatThrownBy(() -> pair.one().read(new byte[1], 0, 1))
                .isInstanceOf(IOException.class).message().isNotBlank();
        assertThatThrownBy(() -> pair.one().write(new byte[1], 0, 1))
                .isInstanceOf(IOException.class).message().isNotBlank();
        assertThat(pair.one().peerAddress()).isNotNull();
        assertThat(pair.one().toString()).isNotBlank();
    }

    /** Waits until there are bytes to read. */
    private static void await(Connection connection) throws IOException {
        while (connection.available() == 0) {
            Thread.onSpinWait();
        }
    }

    static int readFully(Connection from, byte[] into, int start) throws IOException {
        int have = start;
        while (have < into.length) {
            int count = from.read(into, have, into.length - have);
            assertThat(count).isPositive();
            have += count;
        }
        return have;
    }

    public interface Task {
        int run() throws IOException;
    }

    public static CompletableFuture<Integer> on(boolean virtual, Task task) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(() -> {
            try {
                done.complete(task.run());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    public static int result(CompletableFuture<Integer> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
