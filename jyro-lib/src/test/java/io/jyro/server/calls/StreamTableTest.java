package io.jyro.server.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.jyro.DaemonException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How many streams a daemon keeps, for how long, and what the end of a connection costs; on a clock of its own. */
class StreamTableTest {
    private final List<String> closed = new ArrayList<>();
    private long nanos;

    private StreamTable table(UnaryOperator<PyroConfig.Builder> change) {
        return new StreamTable(change.apply(PyroConfig.defaults().toBuilder()).build(),
                () -> nanos);
    }

    private ItemSource source(String name) {
        Iterator<Integer> items = IntStream.range(0, 10).iterator();
        return new ItemSource(items, () -> closed.add(name));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void theEndOfAConnectionLooksAtItsOwnStreamsOnly() {
        StreamTable table = table(config -> config.maxStreams(0));
        ClientStreams many = new ClientStreams();
        for (int i = 0; i < 100_000; i++) {
            table.add(source("other"), many);
        }
        ClientStreams few = new ClientStreams();
        table.add(source("own"), few);

        assertThat(table.disconnected(few)).isEqualTo(1);
        assertThat(table.disconnected(new ClientStreams())).isZero();
        assertThat(table.expire()).isEqualTo(1);
        assertThat(table.size()).isEqualTo(100_001);
    }

    @Test
    void aConnectionHasNoMoreStreamsThanItMay() {
        StreamTable table = table(config -> config.maxStreams(3));
        ClientStreams owner = new ClientStreams();
        String first = table.add(source("1"), owner);
        table.add(source("2"), owner);
        table.add(source("3"), owner);

        assertThatThrownBy(() -> table.add(source("4"), owner)).isInstanceOf(DaemonException.class)
                .hasMessageContaining("it may have 3 (MAX_STREAMS)");
        assertThat(table.size()).isEqualTo(3);
        table.add(source("of another connection"), new ClientStreams());
        table.close(first);
        table.add(source("5"), owner);
        assertThat(owner.size()).isEqualTo(3);
    }

    @Test
    void takingOverTheStreamsOfOthersIsNoWayAroundTheLimit() {
        StreamTable table = table(config -> config.maxStreams(1));
        ClientStreams one = new ClientStreams();
        ClientStreams another = new ClientStreams();
        table.add(source("1"), one);
        String second = table.add(source("2"), another);

        assertThatThrownBy(() -> table.next(second, one)).isInstanceOf(DaemonException.class)
                .hasMessageContaining("MAX_STREAMS");
        assertThat(table.next(second, another)).isEqualTo(0);
        assertThat(closed).isEmpty();
    }

    @Test
    void whoeverAsksForAnItemBecomesTheOwner() {
        StreamTable table = table(config -> config.iterStreamLinger(Duration.ZERO));
        ClientStreams before = new ClientStreams();
        ClientStreams after = new ClientStreams();
        String id = table.add(source("moved"), before);

        assertThat(table.next(id, after)).isEqualTo(0);
        assertThat(table.disconnected(before)).isZero();
        assertThat(table.next(id, after)).isEqualTo(1);
        assertThat(table.disconnected(after)).isEqualTo(1);
        assertThat(closed).containsExactly("moved");
    }

    @Test
    void comingBackDoesNotMultiplyStreams() {
        StreamTable table = table(config -> config.maxStreams(3).maxLingeringStreams(5));
        for (int connection = 0; connection < 100; connection++) {
            ClientStreams owner = new ClientStreams();
            for (int i = 0; i < 3; i++) {
                table.add(source(connection + "/" + i), owner);
            }
            table.disconnected(owner);
        }

        assertThat(table.size()).isEqualTo(5);
        assertThat(closed).hasSize(295).startsWith("0/0", "0/1").endsWith("97/2", "98/0");
    }

    @Test
    void aStreamThatIsGoneOnWithDoesNotLingerAnyMore() {
        StreamTable table = table(config -> config.maxLingeringStreams(1));
        ClientStreams before = new ClientStreams();
        String id = table.add(source("kept"), before);
        table.disconnected(before);
        table.next(id, new ClientStreams());
        ClientStreams other = new ClientStreams();
        table.add(source("other"), other);
        table.disconnected(other);

        assertThat(closed).isEmpty();
        pass(Duration.ofMinutes(1));
        table.expire();
        assertThat(closed).containsExactly("other");
    }

    @Test
    void onlyWhatHasExpiredAndTheNextAreLookedAt() {
        StreamTable table = table(config -> config.iterStreamLinger(Duration.ofSeconds(30)));
        for (int i = 0; i < 10; i++) {
            ClientStreams owner = new ClientStreams();
            table.add(source("stream " + i), owner);
            table.disconnected(owner);
            pass(Duration.ofSeconds(10));
        }

        assertThat(table.expire()).isEqualTo(8);
        assertThat(closed).containsExactlyElementsOf(
                IntStream.range(0, 7).mapToObj(i -> "stream " + i).toList());
    }

    @Test
    void aStreamThatIsTooOldIsClosedWhoeverOwnsIt() {
        StreamTable table = table(config -> config.iterStreamLifetime(Duration.ofSeconds(5)));
        ClientStreams owner = new ClientStreams();
        table.add(source("old"), owner);
        pass(Duration.ofSeconds(4));
        String young = table.add(source("young"), owner);
        pass(Duration.ofSeconds(2));

        assertThat(table.expire()).isEqualTo(2);
        assertThat(closed).containsExactly("old");
        assertThat(table.next(young, owner)).isEqualTo(0);
    }

    @Test
    void aStreamOfAConnectionThatHasEndedLingers() {
        StreamTable table = table(UnaryOperator.identity());
        ClientStreams owner = new ClientStreams();
        table.disconnected(owner);
        String id = table.add(source("late"), owner);

        assertThat(owner.size()).isZero();
        assertThat(table.next(id, new ClientStreams())).isEqualTo(0);
    }

    @Test
    void whatEndsIsForgotten() {
        StreamTable table = table(UnaryOperator.identity());
        ClientStreams owner = new ClientStreams();
        String id = table.add(source("short"), owner);
        for (int i = 0; i < 10; i++) {
            table.next(id, owner);
        }

        assertThatThrownBy(() -> table.next(id, owner)).hasMessageContaining("StopIteration");
        assertThat(owner.size()).isZero();
        assertThat(closed).containsExactly("short");
        assertThatThrownBy(() -> table.next(id, owner)).isInstanceOf(PyroException.class)
                .hasMessageContaining("item stream terminated");
    }

    @Test
    void nothingIsKeptByATableThatHasEnded() {
        StreamTable table = table(UnaryOperator.identity());
        table.add(source("before"), new ClientStreams());
        table.end();
        table.add(source("after"), new ClientStreams());

        assertThat(table.size()).isZero();
        assertThat(closed).containsExactly("before", "after");
    }
}
