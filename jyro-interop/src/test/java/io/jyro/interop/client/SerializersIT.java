package io.jyro.interop.client;

import java.util.List;

import io.jyro.Kwargs;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.interop.Host;
import io.jyro.interop.Seed;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.BatchResult;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.ValueGenerator.Kind;
import io.jyro.serialize.Values;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What holds for proxies with each of the four safe serializers. */
@WithEachHost(overEachLink = true)
class SerializersIT {
    private static final int VALUES = 300;

    private final Host host;

    SerializersIT(Host host) {
        this.host = host;
    }

    private Proxy thing(Serializer serializer) {
        return host.builder("thing").serializer(serializer).build();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void argumentsGoByPlaceAndByName(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            assertThat(thing.call("join", "a", "b")).isEqualTo("a-b");
            assertThat(thing.call("join", "a", Kwargs.of("second", "b"))).isEqualTo("a-b");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void attributesAreWrittenAndRead(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            thing.set("target", List.of(25, "x"));

            assertThat(thing.get("target")).isEqualTo(List.of(25, "x"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void onewayCallsArrive(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            thing.call("note", "from " + serializer);

            assertThat(thing.call("noted")).isEqualTo("from " + serializer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void exceptionsArriveWithTheirArgumentsAndTraceback(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                    () -> thing.call("fail_with", "KeyError", "a", 5));

            assertThat(thrown.remoteType()).isEqualTo("builtins.KeyError");
            assertThat(thrown.arguments()).containsExactly("a", 5);
            assertThat(thrown.getStackTrace()).anyMatch(
                    element -> String.valueOf(element.getFileName())
                            .matches(".*peer\\.py|Thing\\.java"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK"}) // Python's marshal has no exceptions in lists
    void batchesEndWithTheirException(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            List<BatchResult> results = thing.batch().call("echo", 1).call("fail", "too warm")
                    .call("echo", 2).invoke();

            assertThat(results).hasSize(2);
            assertThat(results.get(0).get()).isEqualTo(1);
            assertThatThrownBy(() -> results.get(1).get()).hasMessageContaining("too warm");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void streamsAreStreamed(Serializer serializer) {
        try (Proxy thing = thing(serializer);
                RemoteIterator<Object> items = thing.stream(Object.class, "items",
                        List.of("one", 2))) {
            assertThat(items).toIterable().containsExactly("one", 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK"}) // marshal has no objects in results
    void objectsOfTheDaemonArriveAsProxies(Serializer serializer) {
        try (Proxy thing = thing(serializer); Proxy child = thing.call(Proxy.class, "child")) {
            assertThat(child.call(String.class, "name")).startsWith("child of");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void proxiesAndUrisTravelAsArguments(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            PyroUri uri = host.uri("thing");

            assertThat(thing.call(String.class, "where", thing)).endsWith(uri.toString());
            assertThat(thing.call("echo", uri)).isEqualTo(uri);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void generatedValuesComeBackAsTheSerializerCarriesThem(Serializer serializer) {
        // Python keeps no order of sets, takes some keys for equal and does not write what the others name
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED).without(Kind.SET,
                Kind.FROZEN_SET,
                Kind.KEYS_OF_ANY_KIND);
        if (serializer == Serializer.SERPENT) {
            generator = generator.without(Kind.COMPLEX); // Python loses the sign of their zeros
        } else if (serializer == Serializer.JSON) {
            generator = generator.without(Kind.COMPLEX, Kind.BYTES, Kind.LONE_SURROGATE);
        } else if (serializer == Serializer.MSGPACK) {
            generator = generator.without(Kind.LONE_SURROGATE);
        }
        try (Proxy thing = thing(serializer)) {
            for (int i = 0; i < VALUES; i++) {
                Object value = generator.next();

                assertThat(Values.describe(thing.call("echo", value))).as("seed %d", Seed.SEED)
                        .isEqualTo(Values.describe(asItArrives(value, serializer)));
            }
        }
    }

    private @Nullable Object asItArrives(@Nullable Object value, Serializer serializer) {
        Codec codec = Codecs.of(serializer);
        CodecContext context = CodecContext.of(PyroConfig.defaults(), host.dialect(),
                TypeRegistry.standard());
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, context);
        return codec.read(out.array(), 0, out.position(), context);
    }
}
