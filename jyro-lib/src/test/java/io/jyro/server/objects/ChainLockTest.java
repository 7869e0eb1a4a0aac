package io.jyro.server.objects;

import java.util.ArrayList;
import java.util.List;

import io.jyro.Caller;
import io.jyro.rpc.Chains;
import io.jyro.rpc.ServedCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Who enters, and who is woken when a call leaves. Each step begins when all threads wait. */
@Timeout(20)
class ChainLockTest {
    private final ChainLock lock = new ChainLock();
    private final ServedCall first = ServedCall.first();
    private final ServedCall second = ServedCall.first();
    private final ServedCall third = ServedCall.first();
    private final List<String> told = new ArrayList<>();

    private Caller<String> entering(ServedCall call) {
        return Caller.running(() -> lock.enter(call));
    }

    @Test
    void theCallThatWaitsLongestEntersWhenTheOneInsideLeaves() throws Exception {
        lock.enter(first);
        Caller<String> next = entering(second).parked();
        Caller<String> last = entering(third).parked();

        lock.leave(first);
        next.result();
        assertThat(last.parked().isDone()).isFalse();

        lock.leave(second);
        last.result();
    }

    @Test
    void aCallThatWasToldToTryAgainAndWithdrawsLetsTheNextIn() throws Exception {
        lock.enter(first);
        assertThat(lock.enterOrQueue(second, () -> told.add("second"))).isFalse();
        Caller<String> next = entering(third).parked();

        lock.leave(first);
        assertThat(told).containsExactly("second");
        assertThat(next.parked().isDone()).isFalse();

        lock.withdraw(second);
        next.result();
    }

    @Test
    void aCallThatWithdrawsWhileAnotherIsInsideWakesNobody() {
        lock.enter(first);
        lock.enterOrQueue(second, () -> told.add("second"));
        lock.enterOrQueue(third, () -> told.add("third"));

        lock.withdraw(second);
        assertThat(told).isEmpty();

        lock.leave(first);
        assertThat(told).containsExactly("third");
    }

    @Test
    void aCallKeepsItsPlaceHoweverOftenItTries() {
        lock.enter(first);
        lock.enterOrQueue(second, () -> told.add("second"));
        lock.enterOrQueue(third, () -> told.add("third"));
        assertThat(lock.enterOrQueue(second, () -> told.add("again"))).isFalse();

        lock.leave(first);
        assertThat(told).containsExactly("second");
        assertThat(lock.enterOrQueue(third, () -> told.add("again"))).isFalse();
        assertThat(lock.enterOrQueue(second, () -> told.add("again"))).isTrue();

        lock.leave(second);
        assertThat(told).containsExactly("second", "third");
    }

    @Test
    void aCallThatTheOneInsideWaitsForEntersAtOnceAndBeforeAllOthers() throws Exception {
        lock.enter(first);
        Caller<String> other = entering(second).parked();

        ServedCall inner = Chains.awaitedBy(first);
        lock.enter(inner);
        lock.enter(Chains.awaitedBy(inner));
        lock.leave(inner);

        assertThat(other.parked().isDone()).isFalse();
    }

    @Test
    void aSecondCallOfTheOuterCallEntersWhenTheFirstLeavesThoughTheOuterStays() throws Exception {
        lock.enter(first);
        ServedCall inner = Chains.awaitedBy(first);
        lock.enter(inner);
        Caller<String> other = entering(second).parked();
        Caller<String> alsoInner = entering(Chains.awaitedBy(first)).parked();

        lock.leave(inner);
        alsoInner.result();

        assertThat(other.parked().isDone()).isFalse();
    }

    @Test
    void anInnerCallThatWithdrawsLetsTheNextInnerOneIn() throws Exception {
        lock.enter(first);
        ServedCall inner = Chains.awaitedBy(first);
        lock.enter(inner);
        ServedCall withdrawn = Chains.awaitedBy(first);
        lock.enterOrQueue(withdrawn, () -> told.add("inner"));
        Caller<String> next = entering(Chains.awaitedBy(first)).parked();

        lock.leave(inner);
        assertThat(told).containsExactly("inner");

        lock.withdraw(withdrawn);
        next.result();
    }
}
