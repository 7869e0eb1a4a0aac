package io.jyro.transport.message;

import io.jyro.wire.MemoryRefusedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What one connection takes of the budget, from its first byte to its last. */
class ConnectionMemoryTest {
    private static final int LIMIT = 1_000_000;

    private final MemoryBudget budget = MemoryBudget.of(LIMIT);
    private final ConnectionMemory memory = ConnectionMemory.ofClient(budget,
            BufferPool.ofDaemon());

    @Test
    void aSmallBufferIsTheConnectionsOwn() {
        memory.buffer(1024);
        assertThat(budget.used()).isZero();
        memory.buffer(1025);
        assertThat(budget.used()).isOne();

        memory.welcome();
        assertThat(budget.used()).isZero();

        memory.buffer(16 * 1024);
        assertThat(budget.used()).isZero();
        memory.buffer(16 * 1024 + 5);
        assertThat(budget.used()).isEqualTo(5);
    }

    @Test
    void whatAStrangerHoldsIsNotAStrangersAfterTheHandshake() {
        memory.buffer(90_000);
        memory.welcome();

        ConnectionMemory next = ConnectionMemory.ofClient(budget, BufferPool.ofDaemon());
        next.take(LIMIT / 10);
        next.close();
        memory.close();

        assertThat(budget.used()).isZero();
    }

    @Test
    void theValuesOfAHandshakeAreGivenBackAtItsEnd() {
        memory.take(50_000);
        memory.welcome();

        assertThat(budget.used()).isZero();
    }

    @Test
    void aCallHoldsWhatItsMessageTookUntilItIsReleased() {
        memory.welcome();
        memory.take(300);
        HeldMemory call = memory.handOver();
        memory.take(20);
        memory.next();
        assertThat(budget.used()).isEqualTo(300);

        call.release();
        call.release();

        assertThat(budget.used()).isZero();
    }

    @Test
    void aSmallCallHoldsNothing() {
        assertThat(memory.handOver()).isSameAs(HeldMemory.NONE);
        HeldMemory.NONE.release();
    }

    @Test
    void aCallMayGrowUntilItIsReleased() {
        memory.welcome();
        memory.take(300);
        HeldMemory growing = memory.growing();
        HeldMemory call = memory.handOver();

        assertThat(call).isSameAs(growing);
        call.take(200);
        assertThat(budget.used()).isEqualTo(500);
        call.release();
        call.take(100);
        assertThat(call.tryTake(100)).isTrue();
        call.give(100);

        assertThat(budget.used()).isZero();
    }

    @Test
    void aCallThatWasNeverRunIsGivenBackWithTheNextMessage() {
        memory.welcome();
        memory.take(300);
        memory.growing();

        memory.next();

        assertThat(budget.used()).isZero();
    }

    @Test
    void ofWhatIsRefusedOnlyTheReadBufferIsHeldUntilItIsReplaced() {
        memory.welcome();
        memory.buffer(500_000);
        memory.take(300_000);

        assertThatThrownBy(() -> memory.take(LIMIT)).isInstanceOf(MemoryRefusedException.class);
        assertThat(budget.used()).isBetween(480_000L, 500_000L);
        memory.buffer(1_000);

        assertThat(budget.used()).isZero();
    }

    @Test
    void aChainIsAskedForOnlyWhenTheBudgetIsUsedUp() {
        int[] asked = {0};
        memory.readsForChain(() -> ++asked[0] > 0);
        memory.welcome();
        memory.take(800_000);
        assertThat(asked[0]).isZero();

        memory.take(250_000);

        assertThat(asked[0]).isOne();
        assertThat(budget.used()).isEqualTo(1_050_000);
    }

    @Test
    void memoryIsTakenAheadOnlyWhileHalfOfItStaysFree() {
        assertThat(memory.mayTakeAhead(1)).isFalse(); // nobody knows yet who that is
        memory.welcome();

        assertThat(memory.mayTakeAhead(LIMIT / 2)).isTrue();
        assertThat(memory.mayTakeAhead(LIMIT / 2 + 1)).isFalse();
        memory.take(LIMIT / 2);
        assertThat(memory.mayTakeAhead(1)).isFalse();
    }

    @Test
    void theEndGivesAllBack() {
        memory.buffer(20_000);
        memory.take(30_000);

        memory.close();
        memory.close();

        assertThat(budget.used()).isZero();
    }
}
