package io.jyro.client.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.jyro.Caller;
import io.jyro.ConnectionClosedException;
import io.jyro.client.exchange.SharedConnection.Awaited;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.jyro.client.exchange.SharedConnection.replyTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Callers that share a connection take turns at reading, and nobody is left asleep. No call has a timeout, so that a lost
 * wake-up is for ever. The first caller reads, those after it wait in line; each step begins when all of them wait.
 */
@Timeout(20)
class ReplyPumpTest {
    private final SharedConnection connection = new SharedConnection();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aReaderThatHasItsReplyWakesTheNextInLine() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();
        Awaited<Caller<@Nullable Object>> third = connection.call();

        connection.answer(first);
        assertThat(first.by().result()).isEqualTo(replyTo(first));
        connection.answer(second);
        assertThat(second.by().result()).isEqualTo(replyTo(second));
        connection.answer(third);
        assertThat(third.by().result()).isEqualTo(replyTo(third));
    }

    @Test
    void aReaderDeliversTheRepliesOfOthersAndReadsOn() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();
        Awaited<Caller<@Nullable Object>> third = connection.call();

        connection.answer(third);
        assertThat(third.by().result()).isEqualTo(replyTo(third));
        connection.answer(second);
        assertThat(second.by().result()).isEqualTo(replyTo(second));
        assertThat(first.by().parked().isDone()).isFalse();
        connection.answer(first);
        assertThat(first.by().result()).isEqualTo(replyTo(first));
    }

    @Test
    void repliesThatCameWithTheReadersOwnAreDeliveredBeforeItLeaves() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();
        Awaited<CompletableFuture<@Nullable Object>> future = connection.callLater();
        Awaited<Caller<@Nullable Object>> third = connection.call();

        connection.answer(first, second, future);
        assertThat(first.by().result()).isEqualTo(replyTo(first));
        assertThat(second.by().result()).isEqualTo(replyTo(second));
        assertThat(future.by().get()).isEqualTo(replyTo(future));
        connection.answer(third);
        assertThat(third.by().result()).isEqualTo(replyTo(third));
    }

    @Test
    void aFutureThatNobodyReadsForGetsAThread() throws Exception {
        Awaited<CompletableFuture<@Nullable Object>> future = connection.callLater();

        connection.answer(future);

        assertThat(future.by().get()).isEqualTo(replyTo(future));
    }

    @Test
    void aReaderThatLeavesPassesTheTurnToTheThreadForFutures() throws Exception {
        Awaited<Caller<@Nullable Object>> caller = connection.call();
        Awaited<CompletableFuture<@Nullable Object>> future = connection.callLater();

        connection.answer(caller);
        assertThat(caller.by().result()).isEqualTo(replyTo(caller));
        connection.answer(future);

        assertThat(future.by().get()).isEqualTo(replyTo(future));
    }

    @Test
    void theThreadForFuturesPassesTheTurnToACaller() throws Exception {
        Awaited<CompletableFuture<@Nullable Object>> future = connection.callLater();
        Caller.parked("jyro-reader-" + connection.exchange().channel().connection());
        Awaited<Caller<@Nullable Object>> caller = connection.call();

        connection.answer(future);
        assertThat(future.by().get()).isEqualTo(replyTo(future));
        connection.answer(caller);

        assertThat(caller.by().result()).isEqualTo(replyTo(caller));
    }

    @Test
    void anInterruptedReaderPassesTheTurnOn() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();

        first.by().interrupt();
        assertThat(first.by().failure()).hasMessageContaining("interrupted");
        connection.answer(second);

        assertThat(second.by().result()).isEqualTo(replyTo(second));
    }

    @Test
    void aCallerThatIsInterruptedInLineLeavesItToTheOthers() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();
        Awaited<Caller<@Nullable Object>> third = connection.call();

        second.by().interrupt();
        assertThat(second.by().failure()).hasMessageContaining("interrupted");
        connection.answer(second, first);
        assertThat(first.by().result()).isEqualTo(replyTo(first));
        connection.answer(third);

        assertThat(third.by().result()).isEqualTo(replyTo(third));
    }

    @Test
    void theEndOfTheConnectionReachesTheReaderAndAllThatWait() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();
        Awaited<Caller<@Nullable Object>> third = connection.call();
        Awaited<CompletableFuture<@Nullable Object>> future = connection.callLater();

        connection.end();

        assertThat(first.by().failure()).isInstanceOf(ConnectionClosedException.class);
        assertThat(second.by().failure()).isInstanceOf(ConnectionClosedException.class);
        assertThat(third.by().failure()).isInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(future.by()::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void closingReachesTheReaderAndAllThatWait() throws Exception {
        Awaited<Caller<@Nullable Object>> first = connection.call();
        Awaited<Caller<@Nullable Object>> second = connection.call();

        connection.exchange().close();

        assertThat(first.by().failure()).isInstanceOf(ConnectionClosedException.class);
        assertThat(second.by().failure()).isInstanceOf(ConnectionClosedException.class);
    }
}
