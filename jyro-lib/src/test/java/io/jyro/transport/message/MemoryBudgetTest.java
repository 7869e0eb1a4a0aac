package io.jyro.transport.message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.transport.message.MemoryBudget.Part;
import io.jyro.wire.MemoryRefusedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who gets how much of a daemon's memory for messages, and who waits. */
class MemoryBudgetTest {
    private static final long LIMIT = 9_000;
    /** As much as one message may hold: an eighth of it is still free then. */
    private static final long MOST_OF_ONE = 8_000;

    private final MemoryBudget budget = MemoryBudget.of(LIMIT);

    /** A message that waits as long as it is told. */
    private final class Claim implements MemoryBudget.Claimant {
        private Part part;
        private long patience;
        private long held;

        Claim(Part part, long patience) {
            this.part = part;
            this.patience = patience;
        }

        Claim take(long bytes) {
            budget.take(this, bytes);
            held += bytes;
            return this;
        }

        void give() {
            budget.give(held, part);
            held = 0;
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public Part part() {
            return part;
        }

        @Override
        public void beforeWaiting() {
            // it is known
        }

        @Override
        public long patience() {
            return patience;
        }

        @Override
        public void patience(long nanos) {
            patience = nanos;
        }

        @Override
        public void refused() {
            give();
        }
    }

    private Claim hasty() {
        return new Claim(Part.CALL, 0);
    }

    private Claim patient() {
        return new Claim(Part.CALL, TimeUnit.HOURS.toNanos(1));
    }

    private CompletableFuture<Claim> waiting(Claim claim, long bytes) {
        int before = budget.waiting();
        CompletableFuture<Claim> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                taken.complete(claim.take(bytes));
            } catch (RuntimeException | Error e) {
                taken.completeExceptionally(e);
            }
        });
        while (budget.waiting() == before) {
            Thread.onSpinWait();
        }
        return taken;
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 10; i++) {
            Claim claim = hasty().take(MOST_OF_ONE);
            assertThat(budget.used()).isEqualTo(MOST_OF_ONE);
            claim.give();
        }

        assertThat(budget.used()).isZero();
    }

    @Test
    void aMessageThatCanNeverFitIsRefusedWithoutWaiting() {
        assertThatThrownBy(() -> patient().take(MOST_OF_ONE + 8))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("MEMORY_BUDGET 9000").hasMessageContaining("send less");

        assertThat(budget.used()).isZero();
    }

    @Test
    void aRefusedMessageGivesBackAllThatItHolds() {
        hasty().take(2_000);
        Claim refused = hasty().take(3_000);

        assertThatThrownBy(() -> refused.take(4_000)).isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("has 3000 bytes and needs 4000 more")
                .hasMessageContaining("5000 of MEMORY_BUDGET 9000")
                .hasMessageContaining("call again later");

        assertThat(budget.used()).isEqualTo(2_000);
    }

    @Test
    void besideALargeMessageThereIsRoomForSmallOnes() {
        Claim large = hasty().take(MOST_OF_ONE);

        for (int i = 0; i < 8; i++) {
            hasty().take(100);
        }

        assertThat(budget.used()).isEqualTo(8_800);
        assertThatThrownBy(() -> large.take(1)).isInstanceOf(MemoryRefusedException.class);
        assertThat(budget.used()).isEqualTo(800);
    }

    @Test
    void aMessageWaitsForWhatOthersGiveBack() {
        Claim first = hasty().take(MOST_OF_ONE);
        CompletableFuture<Claim> second = waiting(patient(), MOST_OF_ONE);
        assertThat(second).isNotDone();

        first.give();

        assertThat(second.join().held()).isEqualTo(MOST_OF_ONE);
        assertThat(budget.used()).isEqualTo(MOST_OF_ONE);
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void aLargeMessageThatWaitsIsNotOvertakenBySmallOnes() {
        Claim first = hasty().take(6_000);
        CompletableFuture<Claim> large = waiting(patient(), 7_000);
        CompletableFuture<Claim> small = waiting(patient(), 10);

        assertThat(small).isNotDone(); // though there are 3,000 bytes for it
        first.give();

        assertThat(large.join().held()).isEqualTo(7_000);
        assertThat(small.join().held()).isEqualTo(10);
    }

    @Test
    void ofThoseWhoseTimeIsOverTogetherTheFirstMakesRoomForTheOthers() {
        Claim one = hasty().take(4_000);
        Claim other = hasty().take(4_000);

        assertThatThrownBy(() -> one.take(4_000)).isInstanceOf(MemoryRefusedException.class);
        other.take(4_000);

        assertThat(budget.used()).isEqualTo(8_000);
    }

    @Test
    void callsDoNotWaitBehindHandshakes() {
        Claim stranger = new Claim(Part.HANDSHAKE, 0).take(900);
        CompletableFuture<Claim> next = waiting(
                new Claim(Part.HANDSHAKE, TimeUnit.HOURS.toNanos(1)), 900);

        hasty().take(5_000).give();

        assertThat(next).isNotDone();
        stranger.give();
        next.join().give();
        assertThat(budget.used()).isZero();
    }

    @Test
    void handshakesHaveATenthTogether() {
        Claim stranger = new Claim(Part.HANDSHAKE, 0).take(500);
        assertThatThrownBy(() -> new Claim(Part.HANDSHAKE, 0).take(401))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("all handshakes may take 900, a tenth of MEMORY_BUDGET");
        assertThat(budget.used()).isEqualTo(500);

        stranger.give();
        new Claim(Part.HANDSHAKE, 0).take(900);
    }

    @Test
    void whatAWelcomedConnectionHoldsIsFreeForOtherHandshakes() {
        Claim stranger = new Claim(Part.HANDSHAKE, 0).take(900);

        budget.handshakeEnds(900);
        stranger.part = Part.CALL;
        Claim next = new Claim(Part.HANDSHAKE, 0).take(900);

        stranger.give();
        next.give();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aChainGoesATenthBeyondWithoutWaiting() {
        hasty().take(MOST_OF_ONE);
        budget.force(1_000);
        Claim chain = new Claim(Part.CHAIN, TimeUnit.HOURS.toNanos(1)).take(900);

        assertThatThrownBy(() -> chain.take(1)).isInstanceOf(MemoryRefusedException.class);
        assertThat(budget.used()).isEqualTo(9_000);
    }

    @Test
    void aChainDoesNotQueueBehindMessagesThatWait() {
        hasty().take(6_000);
        CompletableFuture<Claim> large = waiting(patient(), 7_000);

        assertThat(new Claim(Part.CHAIN, 0).take(1_000).held()).isEqualTo(1_000);
        assertThat(large).isNotDone();
    }

    @Test
    void repliesAreCountedWhateverTheBudgetSays() {
        budget.force(2 * LIMIT);
        assertThatThrownBy(() -> hasty().take(1)).isInstanceOf(MemoryRefusedException.class);

        budget.giveBack(2 * LIMIT);

        assertThat(hasty().take(1).held()).isOne();
    }

    @Test
    void withoutALimitNothingIsRefused() {
        MemoryBudget unlimited = MemoryBudget.of(0);
        ConnectionMemory memory = ConnectionMemory.ofClient(unlimited, BufferPool.ofDaemon());

        memory.take(1L << 50);
        memory.close();

        assertThat(unlimited.used()).isZero();
    }
}
