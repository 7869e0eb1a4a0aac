package io.jyro.interop.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Oneway;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A remote object as a Java interface. */
@WithEachHost(overEachLink = true)
class ViewIT {
    record Reading(Instant at, double celsius) {}

    enum Colour {
        RED, GREEN
    }

    interface View extends AutoCloseable {
        String join(String first, String second);

        @RemoteName("join")
        CompletableFuture<String> joinLater(String first, String second);

        @RemoteName("echo")
        Reading reading(Reading reading);

        @RemoteName("echo")
        Map<String, List<Reading>> readings(Map<String, List<Reading>> readings);

        @RemoteName("echo")
        Optional<Colour> colour(Colour colour);

        @RemoteName("echo")
        int number(long number);

        @RemoteName("__len__")
        int length();

        @RemoteName("count")
        Stream<Integer> counted(int n);

        void fail(String text);

        @Oneway
        String remember(String text);

        String noted();

        @Attribute
        Object getTarget();

        @Attribute
        void setTarget(Object value);

        @Attribute
        String version();

        default String twice(String text) {
            return join(text, text);
        }

        @Override
        void close();
    }

    private final Proxy proxy;
    private final View view;

    ViewIT(Host host) {
        proxy = host.proxy("thing");
        view = proxy.as(View.class);
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void aMethodCallsTheRemoteOne() {
        assertThat(view.join("a", "b")).isEqualTo("a-b");
        assertThat(view.length()).isEqualTo(3);
    }

    @Test
    void aMethodMayReturnAFuture() {
        assertThat(view.joinLater("a", "b").join()).isEqualTo("a-b");
    }

    @Test
    void recordsTravelBothWays() {
        Reading reading = new Reading(Instant.parse("2024-05-06T07:08:09Z"), 21.5);

        assertThat(view.reading(reading)).isEqualTo(reading);
        assertThat(view.readings(Map.of("attic", List.of(reading))))
                .isEqualTo(Map.of("attic", List.of(reading)));
    }

    @Test
    void enumsAndOptionalsTravel() {
        assertThat(view.colour(Colour.GREEN)).contains(Colour.GREEN);
    }

    @Test
    void aNumberOutOfRangeIsRefusedWithTheMethodsName() {
        assertThat(view.number(5)).isEqualTo(5);
        assertThatThrownBy(() -> view.number(1L << 40)).hasMessageContaining("echo")
                .hasMessageContaining("1099511627776");
    }

    @Test
    void attributesAreAccessors() {
        view.setTarget(List.of(5));

        assertThat(view.getTarget()).isEqualTo(List.of(5));
        assertThat(view.version()).isEqualTo("1.0");
    }

    @Test
    void streamsAreStreams() {
        assertThat(view.counted(3)).containsExactly(1, 2, 3);
    }

    @Test
    void aOnewayMethodDoesNotWait() {
        assertThat(view.remember("one way")).isNull();
        assertThat(view.noted()).isEqualTo("one way");
    }

    @Test
    void whatIsRaisedArrives() {
        assertThatThrownBy(() -> view.fail("x")).isInstanceOf(RemoteCallException.class);
    }

    @Test
    void defaultMethodsRunHere() {
        assertThat(view.twice("a")).isEqualTo("a-a");
    }

    @Test
    void closingTheViewClosesTheProxy() {
        view.length();

        view.close();

        assertThat(proxy.isBound()).isFalse();
    }
}
