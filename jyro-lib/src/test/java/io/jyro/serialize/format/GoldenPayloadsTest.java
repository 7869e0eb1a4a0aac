package io.jyro.serialize.format;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.Values;
import io.jyro.serialize.WrappedException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.types.ClassDict;
import io.jyro.types.FrozenSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Every payload that Python wrote by each of the four safe serializers, held against what Python reads from it. */
class GoldenPayloadsTest {
    private static final List<Serializer> SERIALIZERS = List.of(Serializer.SERPENT,
            Serializer.JSON, Serializer.MARSHAL, Serializer.MSGPACK);
    private static final Pattern OBJECT = Pattern
            .compile("<Pyro[45]\\.\\w+\\.(\\w+)(?:.*; (?:for )?(.+))?>");
    private static final Pattern CALL = Pattern.compile("(?:datetime\\.)?(\\w+)\\((.*)\\)");

    /** A payload of a serializer. */
    record Golden(Serializer serializer, PayloadVectors.Vector vector) {
        @Nullable
        Object read() {
            return GoldenPayloadsTest.read(serializer, vector.payload(),
                    CodecContract.context(vector.dialect(), CodecLimits.DEFAULT));
        }

        @Override
        public String toString() {
            return vector + " by " + serializer;
        }
    }

    private static @Nullable Object read(Serializer serializer, byte[] payload,
            CodecContext context) {
        return Codecs.of(serializer).read(payload, 0, payload.length, context);
    }

    private static Stream<Golden> all() {
        return SERIALIZERS.stream().flatMap(serializer -> PayloadVectors.of(serializer).stream()
                .map(vector -> new Golden(serializer, vector)));
    }

    static Stream<Golden> readByPython() {
        return all().filter(golden -> golden.vector().pythonReads() != null);
    }

    static Stream<Golden> refusedByPython() {
        return all().filter(golden -> golden.vector().pythonReads() == null);
    }

    static List<CapturedPayloads.Captured> marshalledCalls() {
        return CapturedPayloads.calls(Serializer.MARSHAL);
    }

    static List<CapturedPayloads.Captured> marshalledValues() {
        return CapturedPayloads.values(Serializer.MARSHAL);
    }

    @ParameterizedTest
    @MethodSource("readByPython")
    void whatPythonReadsIsReadAsTheSame(Golden golden) {
        String expected = String.valueOf(golden.vector().pythonReads());

        Object value = golden.read();

        Matcher object = OBJECT.matcher(expected);
        Matcher call = CALL.matcher(expected);
        if (object.matches()) {
            assertThat(textOf(value)).isEqualTo(object.group(1) + " " + object.group(2));
        } else if (value instanceof RemoteCallException thrown && call.matches()) {
            assertThat(thrown.remoteType()).isIn("builtins." + call.group(1), call.group(1));
            assertThat(Values.describe(new ArrayList<>(thrown.arguments()))).isEqualTo(Values
                    .describe(literal("[" + call.group(2) + "]")));
        } else {
            assertThat(Values.describe(value)).isEqualTo(Values.describe(valueOf(expected)));
        }
    }

    @ParameterizedTest
    @MethodSource("refusedByPython")
    void whatPythonDoesNotReadIsAnObjectOfItsClassOrRefused(Golden golden) {
        try {
            Object value = golden.read();

            // a dict with keys that msgpack's reader does not take, and a list that holds an object
            assertThat(value).isInstanceOfAny(ClassDict.class, RemoteCallException.class,
                    Map.class, List.class);
        } catch (SerializationException refused) {
            assertThat(golden.vector().name()).isEqualTo("fraction");
        }
    }

    @ParameterizedTest
    @MethodSource("marshalledCalls")
    void marshalledCallsMeanWhatTheyMeanInSerpent(CapturedPayloads.Captured captured) {
        CallPayload call = call(Serializer.MARSHAL, captured);
        CallPayload twin = call(Serializer.SERPENT, twin(captured,
                CapturedPayloads.calls(Serializer.SERPENT)));

        assertThat(call.objectId()).isEqualTo(twin.objectId());
        assertThat(call.method()).isEqualTo(twin.method());
        assertThat(new ArrayList<>(call.args())).isEqualTo(new ArrayList<>(twin.args()));
        assertThat(call.kwargs()).isEqualTo(twin.kwargs());
    }

    @ParameterizedTest
    @MethodSource("marshalledValues")
    void marshalledRepliesAreOfTheKindThatTheyAreInSerpent(CapturedPayloads.Captured captured) {
        CapturedPayloads.Captured twin = twin(captured,
                CapturedPayloads.values(Serializer.SERPENT));

        assertThat(read(Serializer.MARSHAL, captured.payload(), captured.context()))
                .hasSameClassAs(read(Serializer.SERPENT, twin.payload(), twin.context()));
    }

    private static CallPayload call(Serializer serializer, CapturedPayloads.Captured captured) {
        return Codecs.of(serializer).readCall(captured.payload(), 0, captured.payload().length,
                captured.context());
    }

    private static CapturedPayloads.Captured twin(CapturedPayloads.Captured captured,
            List<CapturedPayloads.Captured> among) {
        String name = captured.name().replace("marshal", "serpent");
        return among.stream().filter(other -> other.name().equals(name)).findFirst().orElseThrow();
    }

    private static String textOf(@Nullable Object value) {
        return switch (value) {
            case PyroUri uri -> "URI " + uri;
            case ProxyState proxy -> "Proxy " + proxy.uri();
            case WrappedException wrapped -> "_ExceptionWrapper null";
            case null, default -> "neither uri nor proxy: " + value;
        };
    }

    /** The value of a repr of Python. */
    private static @Nullable Object valueOf(String repr) {
        Matcher call = CALL.matcher(repr);
        if (!call.matches()) {
            return switch (repr) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> literal(repr);
            };
        }
        return switch (call.group(1)) {
            case "set" -> Set.of();
            case "frozenset" ->
                FrozenSet.copyOf((Set<?>) Objects.requireNonNull(literal(call.group(2))));
            case "date" -> LocalDate.of(parts(call)[0], parts(call)[1], parts(call)[2]);
            case "datetime" -> {
                int[] parts = Arrays.copyOf(parts(call), 7);
                yield LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5],
                        parts[6] * 1000);
            }
            default -> throw new IllegalArgumentException(repr);
        };
    }

    private static int[] parts(Matcher call) {
        return Stream.of(call.group(2).split(", ")).mapToInt(Integer::parseInt).toArray();
    }

    /** A literal, which is what serpent is made of. */
    private static @Nullable Object literal(String source) {
        byte[] payload = ("# serpent utf-8\n" + source).getBytes(UTF_8);
        return read(Serializer.SERPENT, payload, CodecContract.context());
    }
}
