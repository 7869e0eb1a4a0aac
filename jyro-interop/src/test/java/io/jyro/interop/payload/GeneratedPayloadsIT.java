package io.jyro.interop.payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.jyro.Serializer;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Seed;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.ValueGenerator.Kind;
import io.jyro.serialize.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of nested values, in Python known by their source text: what Java writes Python reads as what it writes
 * itself, and what Python writes Java reads as what it writes itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedPayloadsIT {
    private static final int ROUNDS = 8;
    private static final int VALUES = 100;

    /** A serializer of Python, and the kinds of values that it does not carry. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes them
    enum Format {
        SERPENT(Payloads.of(Serializer.SERPENT), false, Kind.NONE_AS_KEY, Kind.KEYS_OF_ANY_KIND),
        SERPENT_WITH_BYTES(Payloads.withBytesAsLiterals(), false, Kind.NONE_AS_KEY),
        JSON(Payloads.of(Serializer.JSON), true, Kind.COMPLEX, Kind.BYTES, Kind.FROZEN_SET,
                Kind.LONE_SURROGATE, Kind.KEYS_OF_ANY_KIND),
        MARSHAL_0(Payloads.of(Serializer.MARSHAL), false),
        MARSHAL_1(Payloads.of(Serializer.MARSHAL), false),
        MARSHAL_2(Payloads.of(Serializer.MARSHAL), false),
        MARSHAL_3(Payloads.of(Serializer.MARSHAL), false),
        MARSHAL_4(Payloads.of(Serializer.MARSHAL), false),
        MSGPACK(Payloads.of(Serializer.MSGPACK), true, Kind.FROZEN_SET, Kind.LONE_SURROGATE,
                Kind.KEYS_OF_ANY_KIND);

        private final Payloads payloads;
        private final boolean hasOneForm;
        private final Kind[] lacks;

        /**
         * A format; of one form if a value is always the same bytes. Marshal has several, and serpent escapes what is not
         * printable, of which newer Unicodes know less.
         */
        Format(Payloads payloads, boolean hasOneForm, Kind... lacks) {
            this.payloads = payloads;
            this.hasOneForm = hasOneForm;
            this.lacks = lacks;
        }
    }

    private final Python python = Python.start(Pyro.PYRO5);

    GeneratedPayloadsIT() {
        python.run("import payloads");
    }

    @AfterAll
    void stop() {
        python.close();
    }

    private static List<@Nullable Object> values(ValueGenerator generator) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            values.add(generator.next());
        }
        return values;
    }

    /** Lets Python compare what it reads from a payload of Java's and from its own; gives its own. */
    private byte[] compared(Format format, List<@Nullable Object> values, byte[] payload) {
        String written = python.eval("payloads.compared('%s', %s, '%s')".formatted(format.name(),
                PythonLiteral.of(values), HexFormat.of().formatHex(payload)));
        return HexFormat.of().parseHex(written, 1, written.length() - 1);
    }

    @ParameterizedTest
    @EnumSource
    void whatEachWritesTheOtherReads(Format format) {
        // the order of a set is not kept, and what is one key to Python may be two to Java
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED).without(format.lacks)
                .without(Kind.SET, Kind.FROZEN_SET, Kind.KEYS_OF_ANY_KIND);
        for (int round = 0; round < ROUNDS; round++) {
            List<@Nullable Object> values = values(generator);
            byte[] ours = format.payloads.write(values);

            byte[] theirs = compared(format, values, ours);

            assertThat(Values.describe(format.payloads.read(theirs)))
                    .as("seed %d, round %d", Seed.SEED, round)
                    .isEqualTo(Values.describe(format.payloads.read(ours)));
            if (format.hasOneForm) {
                assertThat(Arrays.equals(ours, theirs)).as("seed %d, round %d", Seed.SEED, round)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"JSON", "MSGPACK"}) // to them sets are lists
    void setsAndKeysOfAllKindsAreToPythonWhatItWritesItself(Format format) {
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED).without(format.lacks);
        for (int round = 0; round < ROUNDS; round++) {
            List<@Nullable Object> values = values(generator);

            byte[] theirs = compared(format, values, format.payloads.write(values));

            compared(format, values, format.payloads.write(format.payloads.read(theirs)));
        }
    }
}
