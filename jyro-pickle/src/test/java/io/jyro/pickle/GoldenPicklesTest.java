package io.jyro.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.WrappedException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.types.ClassDict;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.pickle.Pickles.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The payloads that Pyro4 wrote: {@code vectors/payload-types.json} and {@code vectors/v48-messages.json}. */
class GoldenPicklesTest {
    private static final int HEADER_BYTES = 24;

    static List<PayloadVectors.Vector> readable() {
        return PayloadVectors.of(Serializer.PICKLE).stream()
                .filter(vector -> !vector.name().equals("enum")).toList();
    }

    /** Values that mean the same in every serializer; of the others pickle keeps the class. */
    static List<PayloadVectors.Vector> known() {
        List<String> ofOtherClasses = List.of("bytearray", "array_i", "array_d", "array_B", "deque",
                "defaultdict", "namedtuple", "enum", "uuid", "dict_with_class", "nested_dictclass");
        return PayloadVectors.ofKnownValues(Serializer.PICKLE).stream()
                .filter(vector -> !ofOtherClasses.contains(vector.name())).toList();
    }

    private static byte[] payload(String message) {
        try (InputStream in = Objects.requireNonNull(
                GoldenPicklesTest.class.getResourceAsStream("/vectors/v48-messages.json"))) {
            for (JsonNode vector : new ObjectMapper().readTree(in).get("vectors")) {
                if (vector.get("name").asText().equals(message)) {
                    byte[] bytes = HexFormat.of().parseHex(vector.get("hex").asText());
                    return Arrays.copyOfRange(bytes,
                            HEADER_BYTES + vector.get("annotations_size").asInt(), bytes.length);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no vector " + message);
    }

    private static byte[] payload(List<PayloadVectors.Vector> vectors, String name) {
        return vectors.stream().filter(vector -> vector.name().equals(name)).findFirst()
                .orElseThrow().payload();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void everythingThatPythonWroteIsRead(PayloadVectors.Vector vector) {
        assertThatCode(() -> Pickles.read(vector.payload())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatPythonWroteIsReadAsTheSameValue(PayloadVectors.Vector vector) {
        assertThat(describe(Pickles.read(vector.payload())))
                .isEqualTo(describe(PayloadVectors.value(vector)));
    }

    @Test
    void aMemberOfAnEnumIsRefusedWithWhatToSend() {
        byte[] pickle = payload(PayloadVectors.of(Serializer.PICKLE), "enum");

        assertThatThrownBy(() -> Pickles.read(pickle)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("__main__.Color.RED").hasMessageContaining("value");
    }

    /** In pickles a class is told apart from a dict, so that a dict is one whatever it holds. */
    @Test
    void aDictThatNamesAClassStaysADict() {
        Map<Object, Object> expected = new LinkedHashMap<>();
        expected.put("__class__", "foo.Bar");
        expected.put("x", 1);

        assertThat(Pickles.read(payload(PayloadVectors.of(Serializer.PICKLE), "dict_with_class")))
                .isEqualTo(expected);
        assertThat(Pickles.read(Pickles.write(expected, 4))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v48-invoke-pickle", "v48-invoke-cloudpickle", "v48-invoke-dill"})
    void theCallThatPythonWroteIsRead(String message) {
        assertThat(Pickles.readCall(payload(message))).isEqualTo(new CallPayload("test.echo",
                "echo", List.of(42, "hi"), Map.of("key", Arrays.asList(true, null))));
    }

    @Test
    void theHandshakeIsRead() {
        assertThat(Pickles.read(payload("v48-connect-pickle")))
                .isEqualTo(Map.of("handshake", "hello", "object", "test.echo"));
        assertThat(Pickles.read(payload("v48-connectok-pickle"))).asString()
                .contains("oneway_echo", "attrs=[value]");
    }

    @Test
    void theResultIsRead() {
        assertThat(Pickles.read(payload("v48-result-pickle")))
                .isEqualTo(List.of(Tuple.of(42, "hi"), Map.of("key", Arrays.asList(true, null))));
    }

    @Test
    void theExceptionIsReadWithItsTraceback() {
        Object thrown = Pickles.read(payload("v48-result-exception-pickle"));

        assertThat(thrown).isInstanceOfSatisfying(RemoteCallException.class, remote -> {
            assertThat(remote.pythonType()).isEqualTo("builtins.ValueError");
            assertThat(remote.remoteMessage()).isEqualTo("the message of the error");
            assertThat(remote.attributes()).isEmpty();
            assertThat(remote.getStackTrace()[0].toString()).contains("cap4.py:19");
        });
    }

    @Test
    void theProxyThatStandsForAnObjectIsRead() {
        assertThat(Pickles.read(payload("v48-result-autoproxy-pickle")))
                .isInstanceOfSatisfying(ProxyState.class, proxy -> {
                    assertThat(proxy.uri().toString()).isEqualTo("PYRO:other@localhost:55048");
                    assertThat(proxy.methods()).containsExactly("ow", "hi");
                    assertThat(proxy.attributes()).containsExactly("prop");
                    assertThat(proxy.handshake()).isEqualTo("hello");
                });
    }

    @Test
    void theExceptionInABatchIsRead() {
        List<@Nullable Object> results = new ArrayList<>(
                (List<?>) Objects.requireNonNull(Pickles.read(payload("v48-batch-result-pickle"))));

        assertThat(results.get(0)).isEqualTo(1);
        assertThat(results.get(1)).isInstanceOfSatisfying(WrappedException.class,
                wrapped -> assertThat(wrapped.exception()).isInstanceOf(RemoteCallException.class));
    }

    @Test
    void theObjectsOfFlameAreRead() {
        Object module = Pickles.read(payload("v48-flame-module-result"));

        assertThat(module).isInstanceOfSatisfying(ClassDict.class, instance -> {
            assertThat(instance.className()).isEqualTo("Pyro4.utils.flame.FlameModule");
            assertThat(instance.get("module")).isEqualTo("math");
            assertThat(instance.get("flameserver")).isInstanceOf(ProxyState.class);
        });
        assertThat(Pickles.read(payload("v48-flame-builtin-result"))).isInstanceOfSatisfying(
                ClassDict.class, instance -> assertThat(instance.get("builtin")).isEqualTo("max"));
        assertThat(Pickles.read(payload("v48-flame-console-result"))).isInstanceOfSatisfying(
                ClassDict.class, instance -> assertThat(instance.get("remoteconsole"))
                        .isInstanceOf(ProxyState.class));
        assertThat(Pickles.readCall(payload("v48-flame-invokemodule")))
                .isEqualTo(new CallPayload("Pyro.Flame", "invokeModule",
                        List.of("math.sqrt", List.of(9), Map.of()), Map.of()));
    }

    @Test
    void theFirstMessagesOfFlameAreRead() {
        assertThat(Pickles.read(payload("v48-flame-connectok"))).asString()
                .contains("handshake", "invokeModule", "getfile");
        assertThat(Pickles.readCall(payload("v48-flame-module"))).isEqualTo(
                new CallPayload("Pyro.Flame", "module", List.of("math"), Map.of()));
    }

    @Test
    void urisAreReadInAllTheirForms() {
        List<PayloadVectors.Vector> vectors = PayloadVectors.of(Serializer.PICKLE);

        assertThat(Pickles.read(payload(vectors, "uri")))
                .isEqualTo(PyroUri.parse("PYRO:obj@localhost:5555"));
        assertThat(Pickles.read(payload(vectors, "uri_unix")))
                .isEqualTo(PyroUri.parse("PYRO:obj@./u:/sock"));
        assertThat(Pickles.read(payload(vectors, "uri_meta")))
                .isEqualTo(PyroUri.parse("PYROMETA:a"));
    }
}
