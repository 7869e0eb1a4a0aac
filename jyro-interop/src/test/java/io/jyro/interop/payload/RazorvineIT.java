package io.jyro.interop.payload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.jyro.Serializer;
import io.jyro.interop.Seed;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.ValueGenerator.Kind;
import io.jyro.types.ByteArray;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;
import net.razorvine.pickle.objects.ComplexNumber;
import net.razorvine.serpent.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the libraries of Pyrolite, the Java client of Pyro, read of Java's payloads, and the other way round. */
class RazorvineIT {
    private static final int VALUES = 2000;

    private final Payloads serpent = Payloads.of(Serializer.SERPENT);
    private final Payloads pickle = Payloads.of(Serializer.PICKLE);

    @Test
    void serpentIsReadByTheirs() {
        int read = 0;
        for (Object value : values(Kind.COMPLEX)) {
            byte[] ours = serpent.write(value);
            if (new String(ours, UTF_8).contains("\\U")) {
                continue; // theirs does not know this escape
            }

            Object theirs = new Parser().parse(ours).getData();

            assertThat(plain(theirs)).as("seed %d", Seed.SEED).isEqualTo(plain(serpent.read(ours)));
            read++;
        }
        assertThat(read).isGreaterThan(VALUES / 2);
    }

    @Test
    void serpentOfTheirsIsRead() {
        for (Object value : values(Kind.COMPLEX)) {
            byte[] theirs = new net.razorvine.serpent.Serializer().serialize(asTheirs(value));

            assertThat(plain(serpent.read(theirs))).as("seed %d", Seed.SEED)
                    .isEqualTo(plain(serpent.read(serpent.write(value))));
        }
    }

    @Test
    void picklesAreReadByTheirs() throws IOException {
        for (Object value : values(Kind.LONE_SURROGATE)) {
            byte[] ours = pickle.write(value);

            Object theirs = new Unpickler().loads(ours);

            assertThat(plain(theirs)).as("seed %d", Seed.SEED).isEqualTo(plain(value));
        }
    }

    @Test
    void picklesOfTheirsAreRead() throws IOException {
        for (Object value : values(Kind.LONE_SURROGATE, Kind.COMPLEX)) {
            byte[] theirs = new Pickler().dumps(asTheirs(value));

            assertThat(plain(pickle.read(theirs))).as("seed %d", Seed.SEED).isEqualTo(plain(value));
        }
    }

    private static List<@Nullable Object> values(Kind... lacking) {
        ValueGenerator generator = ValueGenerator.ofSeed(Seed.SEED).without(lacking)
                .without(Kind.KEYS_OF_ANY_KIND);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            values.add(generator.next());
        }
        return values;
    }

    /** A value of either without what the other does not tell apart: kinds of bytes and of sets, the order of dicts. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Object[] tuple -> Tuple.copyOf(parts(Arrays.asList(tuple), RazorvineIT::plain));
            case Tuple tuple -> Tuple.copyOf(parts(tuple, RazorvineIT::plain));
            case ComplexNumber number -> new Complex(number.getReal(), number.getImaginary());
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case ByteArray bytes -> ByteBuffer.wrap(bytes.bytes());
            case List<?> list -> parts(list, RazorvineIT::plain);
            case Set<?> set -> new HashSet<>(parts(set, RazorvineIT::plain));
            case Map<?, ?> dict -> dict(dict, RazorvineIT::plain);
            case null, default -> value;
        };
    }

    /** A value in their classes: their tuples are arrays. */
    private static @Nullable Object asTheirs(@Nullable Object value) {
        return switch (value) {
            case Tuple tuple -> parts(tuple, RazorvineIT::asTheirs).toArray();
            case Complex number -> new ComplexNumber(number.re(), number.im());
            case List<?> list -> parts(list, RazorvineIT::asTheirs);
            case Set<?> set -> new HashSet<>(parts(set, RazorvineIT::asTheirs));
            case Map<?, ?> dict -> dict(dict, RazorvineIT::asTheirs);
            case null, default -> value;
        };
    }

    private static List<@Nullable Object> parts(Iterable<?> parts,
            UnaryOperator<@Nullable Object> convert) {
        List<@Nullable Object> converted = new ArrayList<>();
        parts.forEach(part -> converted.add(convert.apply(part)));
        return converted;
    }

    private static Map<Object, @Nullable Object> dict(Map<?, ?> dict,
            UnaryOperator<@Nullable Object> convert) {
        Map<Object, @Nullable Object> converted = new HashMap<>();
        dict.forEach((key, part) -> converted.put(key, convert.apply(part)));
        return converted;
    }
}
