package io.jyro.interop.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.Seed;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.CallContext;
import io.jyro.serialize.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Byte strings of any length and at any place, which are read into arrays of their own from 64 KB on. */
@WithEachHost(overEachLink = true)
class LongBytesIT {
    private static final int LONG = 64 * 1024;

    private final Host host;

    LongBytesIT(Host host) {
        this.host = host;
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void byteStringsOfAllLengthsComeBack(Serializer serializer) {
        Random random = new Random(Seed.SEED);
        try (Proxy thing = host.builder("thing").serializer(serializer).build()) {
            for (int length : new int[]{LONG - 1, LONG, 3 * LONG, 500_000, LONG + 1}) {
                byte[] bytes = bytes(random, length);

                assertThat(thing.call(byte[].class, "echo", bytes)).isEqualTo(bytes);
                assertThat(thing.call("echo", "between")).isEqualTo("between");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void byteStringsAmongOtherValuesComeBack(Serializer serializer) {
        Random random = new Random(Seed.SEED);
        byte[] twice = bytes(random, 70_000);
        Map<String, @Nullable Object> frame = new LinkedHashMap<>();
        frame.put("exposure", 0.25);
        frame.put("pixels", bytes(random, 500_000));
        frame.put("mask", bytes(random, 100));
        List<@Nullable Object> value = Arrays.asList("x".repeat(10_000), frame, null, twice, twice,
                "y".repeat(100_000), bytes(random, LONG), -1);
        try (Proxy thing = host.builder("thing").serializer(serializer).build()) {
            assertThat(Values.describe(thing.call("echo", value)))
                    .isEqualTo(Values.describe(value));
        }
    }

    @Test
    void aLongAnnotationOfTheReplyReachesTheClient() {
        String text = "x".repeat(host.dialect() == Dialect.V48 ? 60_000 : 200_000);
        try (Proxy thing = host.proxy("thing")) {
            thing.call("annotate", "BACK", text);

            assertThat(CallContext.current().responseAnnotations().get("BACK"))
                    .isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(thing.call("echo", 1)).isEqualTo(1);
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
