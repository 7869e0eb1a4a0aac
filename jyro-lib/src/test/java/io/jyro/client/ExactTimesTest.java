package io.jyro.client;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.types.SerializedBlob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nanoseconds and zone regions: whole between Jyro peers, in Python's form toward all others. */
class ExactTimesTest {
    private static final ZonedDateTime SECOND_HALF_PAST_TWO = ZonedDateTime
            .ofLocal(LocalDateTime.parse("2021-10-31T02:30:00.000000001"),
                    ZoneId.of("Europe/Berlin"), null)
            .withLaterOffsetAtOverlap();
    private static final Times TIMES = new Times(Instant.parse("2021-02-03T04:05:06.123456789Z"),
            LocalTime.parse("04:05:06.000000007"),
            LocalDateTime.parse("2021-02-03T04:05:06.1234567"),
            OffsetDateTime.parse("2021-02-03T04:05:06.000000001-05:30"),
            OffsetTime.parse("23:59:59.999999999+18:00"), SECOND_HALF_PAST_TWO,
            Duration.ofSeconds(1, 1), Duration.ofSeconds(Integer.MAX_VALUE, 1),
            Duration.ofNanos(-1));

    record Times(Instant instant, LocalTime time, LocalDateTime dateTime,
            OffsetDateTime offsetDateTime, OffsetTime offsetTime, ZonedDateTime zoned,
            Duration brief, Duration whole, Duration negative) {}

    /** Says its reason in an attribute. */
    static class TooLate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Instant at() {
            return TIMES.instant();
        }

        public Instant getAt() {
            return at();
        }
    }

    interface Listener {
        void at(Instant instant);
    }

    @Expose
    static class Heard implements Listener {
        @Nullable
        Instant instant;

        @Override
        public void at(Instant when) {
            instant = when;
        }
    }

    @Expose
    static class Clock {
        public Times echo(Times times) {
            return times;
        }

        public Map<Instant, ZonedDateTime> keys(Map<Instant, ZonedDateTime> keys) {
            return keys;
        }

        public @Nullable Object untyped(Object any) {
            return any;
        }

        public Stream<Instant> stream() {
            return Stream.of(TIMES.instant(), Instant.EPOCH);
        }

        public void call(Listener listener) {
            listener.at(TIMES.instant());
        }

        public void fail() {
            throw new TooLate();
        }

        public Instant instant(Instant any) {
            return any;
        }

        public OffsetDateTime offset(OffsetDateTime any) {
            return any;
        }

        public @Nullable Object open(SerializedBlob blob) {
            return blob.deserialized();
        }

        public double seconds(double seconds) {
            return seconds;
        }
    }

    interface View {
        Times echo(Times times);

        Map<Instant, ZonedDateTime> keys(Map<Instant, ZonedDateTime> keys);

        Stream<Instant> stream();
    }

    private final Loopback jyro = new Loopback();

    @AfterEach
    void close() {
        jyro.close();
    }

    static List<Arguments> everyFormat() {
        return Stream.of(Serializer.SERPENT, Serializer.JSON, Serializer.MARSHAL,
                Serializer.MSGPACK)
                .flatMap(serializer -> Stream.of(Protocol.V48, Protocol.V502)
                        .map(protocol -> Arguments.of(serializer, protocol)))
                .toList();
    }

    private Proxy proxy(Serializer serializer, Protocol protocol) {
        return jyro.proxy(Proxy.builder(jyro.daemon().register(new Clock()))
                .serializer(serializer).protocol(protocol));
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void argumentsAndResultsKeepAll(Serializer serializer, Protocol protocol) {
        View view = proxy(serializer, protocol).as(View.class);

        assertThat(view.echo(TIMES)).isEqualTo(TIMES);
        Map<Instant, ZonedDateTime> keys = Map.of(TIMES.instant(), TIMES.zoned());
        assertThat(view.keys(keys)).isEqualTo(keys);
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void batchesStreamsAndFuturesKeepAll(Serializer serializer, Protocol protocol) {
        Proxy proxy = proxy(serializer, protocol);

        assertThat(proxy.batch().call("echo", TIMES).invoke().getFirst().get(Times.class))
                .isEqualTo(TIMES);
        assertThat(proxy.as(View.class).stream()).containsExactly(TIMES.instant(), Instant.EPOCH);
        assertThat(proxy.callAsync(Times.class, "echo", TIMES).join()).isEqualTo(TIMES);
    }

    @Test
    void callbacksKeepAll() {
        Heard heard = new Heard();
        Proxy proxy = proxy(Serializer.SERPENT, Protocol.AUTO);
        try (Loopback caller = new Loopback()) { // in the clock's own daemon it would be the object itself
            caller.daemon().register(heard);

            proxy.call("call", heard);
        }

        assertThat(heard.instant).isEqualTo(TIMES.instant());
    }

    @Test
    void whatAnExceptionTellsIsWhole() {
        Proxy proxy = proxy(Serializer.SERPENT, Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("fail")).isInstanceOfSatisfying(
                RemoteCallException.class, e -> assertThat(e.attributes()).containsEntry("at",
                        "2021-02-03T04:05:06.123456789+00:00"));
    }

    @Test
    void withoutADeclaredTypeTheyAreTheTextThatPythonWouldReadButWhole() {
        Proxy proxy = proxy(Serializer.SERPENT, Protocol.AUTO);

        assertThat(proxy.call("untyped", TIMES.zoned()))
                .isEqualTo("2021-10-31T02:30:00.000000001+01:00[Europe/Berlin]");
        assertThat(proxy.call("untyped", Instant.parse("2021-02-03T04:05:06.000789Z")))
                .isEqualTo("2021-02-03T04:05:06.000789+00:00");
        assertThat(proxy.call("untyped", Duration.ofNanos(1500))).isEqualTo(1.5e-6);
    }

    @Test
    void aRegionIsLeftOutWhereAnOffsetIsDeclared() {
        Proxy proxy = proxy(Serializer.SERPENT, Protocol.AUTO);

        assertThat(proxy.call(Instant.class, "instant", TIMES.zoned()))
                .isEqualTo(TIMES.zoned().toInstant());
        assertThat(proxy.call(OffsetDateTime.class, "offset", TIMES.zoned()))
                .isEqualTo(TIMES.zoned().toOffsetDateTime());
        assertThat(proxy.call(double.class, "seconds", Duration.ofNanos(1500)))
                .isEqualTo(1.5e-6);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void towardAStockPeerTheyHavePythonsForm(Serializer serializer) {
        try (Relay stock = Relay.stock(jyro.daemon().port())) {
            Proxy proxy = jyro.proxy(Proxy.builder(stock.uri(jyro.daemon().register(new Clock())))
                    .serializer(serializer));

            assertThat(proxy.call("untyped", TIMES.zoned()))
                    .isEqualTo("2021-10-31T02:30:00+01:00");
            assertThat(proxy.call("untyped", TIMES.instant()))
                    .isEqualTo("2021-02-03T04:05:06.123456+00:00");
            assertThat(proxy.call("untyped", TIMES.time())).isEqualTo("04:05:06");
            assertThat(proxy.call("untyped", TIMES.whole())).isEqualTo(2147483647.0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aBlobHasPythonsFormSinceAnyPeerMayReadItAtLast(Serializer serializer) {
        Proxy proxy = proxy(serializer, Protocol.V48);

        assertThat(proxy.call("open", new SerializedBlob("clock", List.of(TIMES.zoned()))))
                .isEqualTo(List.of("2021-10-31T02:30:00+01:00"));
    }

    @Test
    void aDateAndTimeInMsgpackDoesNotDependOnTheTimeZoneOfTheMachine() {
        Proxy proxy = jyro.proxy(Proxy.builder(jyro.daemon().register(new Clock()))
                .serializer(Serializer.MSGPACK).config(PyroConfig.defaults()));
        List<LocalDateTime> times = List.of(LocalDateTime.MIN, LocalDateTime.MAX,
                TIMES.dateTime());

        assertThat(proxy.call(new TypeRef<List<LocalDateTime>>() {}, "untyped", times))
                .isEqualTo(times);
        assertThat(proxy.call("untyped", TIMES.dateTime())).isEqualTo(TIMES.dateTime());
    }
}
