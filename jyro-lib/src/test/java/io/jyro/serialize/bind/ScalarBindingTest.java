package io.jyro.serialize.bind;

import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.jyro.NamingException;
import io.jyro.PyroUri;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScalarBindingTest {
    @Test
    void anythingIsAnObjectAsItIs() {
        Object value = new ArrayList<>();

        assertThat(bind(Object.class, value)).isSameAs(value);
    }

    @Test
    void nothingIsLeftOfAnythingForVoid() {
        assertThat(bind(void.class, 5)).isNull();
        assertThat(bind(Void.class, "x")).isNull();
    }

    @Test
    void truthIsOnlyABool() {
        assertThat(bind(boolean.class, true)).isEqualTo(true);
        assertThat(bind(Boolean.class, null)).isNull();
        assertRefused(boolean.class, 1, "expected boolean, but got int");
        assertRefused(boolean.class, null, "expected boolean, but got None");
    }

    @Test
    void textIsOnlyAStr() {
        assertThat(bind(String.class, "x")).isEqualTo("x");
        assertThat(bind(CharSequence.class, "x")).isEqualTo("x");
        assertRefused(String.class, 1, "expected String, but got int");
        assertRefused(String.class, new byte[1], "expected String, but got bytes");
    }

    @Test
    void aCharIsAStrOfOneCharacter() {
        assertThat(bind(char.class, "x")).isEqualTo('x');
        assertRefused(char.class, "xy", "expected char, but got str");
        assertRefused(char.class, "", "str");
        assertRefused(char.class, 120, "int");
    }

    @Test
    void textsAreNotQuotedInRefusals() {
        assertThatThrownBy(() -> bind(int.class, "secret")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bind(UUID.class, "secret")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bind(TimeUnit.class, "secret")).hasMessageNotContaining("secret");
    }

    @Test
    void enumsComeByName() {
        assertThat(bind(TimeUnit.class, "SECONDS")).isEqualTo(TimeUnit.SECONDS);
        assertRefused(TimeUnit.class, "seconds", "str that is none of NANOSECONDS, MICROSECONDS");
        assertRefused(TimeUnit.class, 1, "expected TimeUnit, but got int");
    }

    @Test
    void bytesComeInEveryForm() {
        assertThat((byte[]) bind(byte[].class, ByteBuffer.wrap(new byte[]{1, 2})))
                .containsExactly(1, 2);
        assertThat((byte[]) bind(byte[].class, Map.of("data", "AQI=", "encoding", "base64")))
                .containsExactly(1, 2);
        assertThat((byte[]) bind(byte[].class, List.of(1, 255))).containsExactly(1, -1);
        assertThat(bind(ByteBuffer.class, new byte[]{1})).isEqualTo(ByteBuffer.wrap(new byte[]{1}));
    }

    @Test
    void bytesAreNotCopied() {
        byte[] bytes = {1, 2};

        assertThat(bind(byte[].class, bytes)).isSameAs(bytes);
    }

    @Test
    void whatIsNoBytesIsRefused() {
        assertRefused(byte[].class, "text", "expected byte[], but got str");
        assertRefused(byte[].class, List.of(1, 256), "element 1 is not an int of 0 to 255");
        assertRefused(byte[].class, List.of(-1), "element 0");
        assertThatThrownBy(() -> bind(byte[].class, Map.of("data", "!", "encoding", "base64")))
                .isInstanceOf(TypeMismatchException.class).hasMessageContaining("not base64 text");
    }

    @Test
    void datesAndTimesComeFromTheTextThatPythonWrites() {
        assertThat(bind(LocalDateTime.class, "2021-02-03T04:05:06.000789"))
                .isEqualTo(LocalDateTime.of(2021, 2, 3, 4, 5, 6, 789_000));
        assertThat(bind(LocalDate.class, "2021-02-03")).isEqualTo(LocalDate.of(2021, 2, 3));
        assertThat(bind(LocalTime.class, "04:05:06")).isEqualTo(LocalTime.of(4, 5, 6));
        assertThat(bind(OffsetDateTime.class, "2021-02-03T04:05:06+00:00"))
                .isEqualTo(OffsetDateTime.parse("2021-02-03T04:05:06Z"));
        assertThat(bind(ZonedDateTime.class, "2021-02-03T04:05:06+01:00"))
                .isEqualTo(ZonedDateTime.parse("2021-02-03T04:05:06+01:00"));
        assertThat(bind(Instant.class, "1970-01-01T01:00:00+01:00")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aRegionMayStandBehindTheOffset() {
        String text = "2021-10-31T02:30:00.000000001+01:00[Europe/Berlin]";
        ZonedDateTime time = ZonedDateTime.of(LocalDateTime.of(2021, 10, 31, 2, 30, 0, 1),
                ZoneId.of("Europe/Berlin")).withLaterOffsetAtOverlap();

        assertThat(bind(ZonedDateTime.class, text)).isEqualTo(time);
        assertThat(bind(OffsetDateTime.class, text)).isEqualTo(time.toOffsetDateTime());
        assertThat(bind(Instant.class, text)).isEqualTo(time.toInstant());
        assertThat(bind(OffsetDateTime.class, time)).isEqualTo(time.toOffsetDateTime());
        assertThat(bind(Instant.class, time)).isEqualTo(time.toInstant());
        assertRefused(LocalDateTime.class, time, "datetime with zone");
    }

    @Test
    void aRegionThatThisJavaDoesNotKnowIsRefusedOnlyWhereItIsWanted() {
        String text = "2021-02-03T04:05:06+01:00[Europe/Atlantis]";

        assertThat(bind(Instant.class, text)).isEqualTo(Instant.parse("2021-02-03T03:05:06Z"));
        assertRefused(ZonedDateTime.class, text, "str that cannot be read as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[Europe/Berlin", "[Europe/Berlin]x", "[a b]", "[[a]]", "["})
    void whatIsNoRegionIsRefused(String region) {
        assertRefused(Instant.class, "2021-02-03T04:05:06+01:00" + region, "cannot be read as");
        assertRefused(ZonedDateTime.class, "2021-02-03T04:05:06+01:00" + region,
                "cannot be read as");
    }

    @Test
    void anInstantMayBeSecondsSince1970() {
        assertThat(bind(Instant.class, 1.5)).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(bind(Instant.class, 7)).isEqualTo(Instant.ofEpochSecond(7));
    }

    @Test
    void aTimeWithoutOffsetIsNoInstant() {
        assertRefused(Instant.class, "2021-02-03T04:05:06", "with offset");
        assertRefused(LocalDateTime.class, "2021-02-03T04:05:06+00:00", "without offset");
    }

    @Test
    void durationsComeAsSecondsOrText() {
        assertThat(bind(Duration.class, 1.5)).isEqualTo(Duration.ofMillis(1500));
        assertThat(bind(Duration.class, -0.1)).isEqualTo(Duration.ofMillis(-100));
        assertThat(bind(Duration.class, 2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(bind(Duration.class, 1.5e-9)).isEqualTo(Duration.ofNanos(2));
        assertThat(bind(Duration.class, 86400.000000001)).isEqualTo(Duration.ofSeconds(86400, 1));
        assertThat(bind(Duration.class, 0.1 + 0.2)).isEqualTo(Duration.ofMillis(300));
        assertThat(bind(Duration.class, "PT1.5S")).isEqualTo(Duration.ofMillis(1500));
        assertRefused(Duration.class, Double.NaN, "float");
        assertRefused(Duration.class, 1e300, "float");
        assertRefused(Instant.class, 1e13, "float");
        assertRefused(Instant.class, Long.MAX_VALUE, "int");
    }

    @Test
    void identifiersAndAddressesComeFromText() {
        assertThat(bind(UUID.class, "00000000-0000-0001-0000-000000000002"))
                .isEqualTo(new UUID(1, 2));
        assertThat(bind(Path.class, "a")).isEqualTo(Path.of("a"));
        assertThat(bind(File.class, "a")).isEqualTo(new File("a"));
        assertThat(bind(URI.class, "http://h/p")).isEqualTo(URI.create("http://h/p"));
        assertThat(bind(PyroUri.class, "PYRONAME:x")).isEqualTo(PyroUri.parse("PYRONAME:x"));
        assertRefused(UUID.class, "x", "str that cannot be read as a UUID");
        assertRefused(URI.class, ":", "a URI");
        assertRefused(PyroUri.class, "x", "a Pyro uri");
        assertRefused(Path.class, "\0", "a path");
    }

    @Test
    void optionalsAreEmptyForNone() {
        assertThat(bind(OptionalInt.class, 5)).isEqualTo(OptionalInt.of(5));
        assertThat(bind(OptionalLong.class, 5)).isEqualTo(OptionalLong.of(5));
        assertThat(bind(OptionalDouble.class, 5)).isEqualTo(OptionalDouble.of(5));
        assertThat(bind(OptionalInt.class, null)).isEqualTo(OptionalInt.empty());
        assertThat(bind(Optional.class, null)).isEqualTo(Optional.empty());
        assertThat(bind(Optional.class, "x")).isEqualTo(Optional.of("x"));
        assertRefused(OptionalInt.class, "x", "str");
    }

    @Test
    void otherTypesTakeOnlyWhatTheyAreAlready() {
        NamingException exception = new NamingException("x");

        assertThat(bind(Throwable.class, exception)).isSameAs(exception);
        assertThat(bind(Thread.class, null)).isNull();
        assertThat(bind(Complex.class, 2)).isEqualTo(new Complex(2, 0));
        assertRefused(Thread.class, "main", "expected Thread, but got str");
        assertRefused(Class.class, "java.lang.Runtime", "expected Class, but got str");
        assertRefused(Thread.class, ClassDict.of("java.lang.Thread", Map.of()),
                "dict of class java.lang.Thread");
    }

    @Test
    void aProxyBecomesATypedViewForAnInterface() {
        Runnable view = () -> {};
        RemoteReference proxy = new Reference(view);

        assertThat(bind(Runnable.class, proxy)).isSameAs(view);
        assertThat(bind(RemoteReference.class, proxy)).isSameAs(proxy);
        assertThat(bind(ProxyState.class, proxy)).isEqualTo(proxy.proxyState());
        assertRefused(Thread.class, proxy, "expected Thread, but got Proxy");
    }

    @Test
    void anInterfaceThatIsNoViewIsNamed() {
        RemoteReference proxy = new Reference("no Runnable");

        assertThatThrownBy(() -> bind(Runnable.class, proxy))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessage("expected Runnable, but got Proxy (no view)");
    }

    @Test
    void whereItHappenedIsToldOutermostFirst() {
        TypeMismatchException mismatch = new TypeMismatchException("int", "str", null);

        assertThat(mismatch).hasMessage("expected int, but got str");
        assertThat(mismatch.withContext(".celsius").withContext("[3]")
                .withContext("log() parameter 'readings'"))
                .hasMessage("log() parameter 'readings'[3].celsius: expected int, but got str");
        assertThat(mismatch.withContext("attribute target").withContext("batch[2]"))
                .hasMessage("batch[2], attribute target: expected int, but got str");
    }

    @Test
    void bindingsOfClassesAreRemembered() {
        assertThat(Bindings.of(String.class)).isSameAs(Bindings.of(String.class));
    }

    @Test
    void elementsOfNoneAreKept() {
        assertThat(bind(List.class, Arrays.asList(1, null))).isEqualTo(Arrays.asList(1, null));
    }

    private static @Nullable Object bind(Class<?> type, @Nullable Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }

    private static void assertRefused(Class<?> type, @Nullable Object plain, String message) {
        assertThatThrownBy(() -> bind(type, plain)).isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining(message);
        assertThat(Bindings.of(type).score(plain, DecodeBudget.ofNoPayload()))
                .isEqualTo(Binding.UNFIT);
    }

    private record Reference(Object view) implements RemoteReference {
        @Override
        public ProxyState proxyState() {
            return new ProxyState(PyroUri.parse("PYRO:x@localhost:1"), Set.of(), Set.of(), Set.of(),
                    "hello", null);
        }

        @Override
        public <T> T as(Class<T> type) {
            if (!type.isInstance(view)) {
                throw new IllegalArgumentException("no view");
            }
            return type.cast(view);
        }
    }
}
