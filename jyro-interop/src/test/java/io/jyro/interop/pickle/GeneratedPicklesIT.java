package io.jyro.interop.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Seed;
import io.jyro.pickle.PickleCodec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.ValueGenerator.Kind;
import io.jyro.serialize.Values;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of nested values: what Java writes in each protocol Python reads, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedPicklesIT {
    private static final int ROUNDS = 20;
    private static final int VALUES = 100;

    private final PickleCodec codec = new PickleCodec();
    private final Python python = Python.start(Pyro.PYRO4);

    @AfterAll
    void stop() {
        python.close();
    }

    private static CodecContext context(int protocol) {
        return CodecContext.of(PyroConfig.builder().pickleProtocolVersion(protocol).build(),
                Dialect.V48, TypeRegistry.standard());
    }

    private String write(@Nullable Object value, int protocol) {
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, context(protocol));
        return HexFormat.of().formatHex(out.array(), 0, out.position());
    }

    private @Nullable Object read(String hex) {
        byte[] pickle = HexFormat.of().parseHex(hex);
        return codec.read(pickle, 0, pickle.length, context(4));
    }

    /** Values of kinds whose order Python keeps, and whose keys it does not take for equal. */
    private static List<@Nullable Object> values(ValueGenerator generator) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            values.add(generator.next());
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void whatJavaWritesComesBackFromPythonInEachOfItsProtocols(int protocol) {
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED + protocol).without(Kind.SET,
                Kind.FROZEN_SET, Kind.KEYS_OF_ANY_KIND);
        python.run("import pickle");
        for (int round = 0; round < ROUNDS; round++) {
            List<@Nullable Object> values = values(generator);

            String answer = python.eval("value = pickle.loads(bytes.fromhex('"
                    + write(values, protocol)
                    + "'))\n' '.join(f(value, p).hex() for p in range(6) for f in (pickle.dumps, pickle._dumps))");

            for (String pickle : Arrays
                    .asList(answer.substring(1, answer.length() - 1).split(" "))) {
                assertThat(Values.describe(read(pickle))).as("seed %d, round %d", Seed.SEED, round)
                        .isEqualTo(Values.describe(values));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void setsAndKeysOfAllKindsAreToPythonWhatTheyWereBefore(int protocol) {
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED + protocol)
                .without(Kind.NOT_A_NUMBER);
        python.run("import pickle");
        for (int round = 0; round < ROUNDS; round++) {
            String there = write(values(generator), protocol);
            String back = write(read(there), protocol);

            assertThat(python.eval("pickle.loads(bytes.fromhex('" + there
                    + "')) == pickle.loads(bytes.fromhex('" + back + "'))"))
                    .as("seed %d, round %d", Seed.SEED, round).isEqualTo("True");
        }
    }
}
