package io.jyro.serialize;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.TypeMismatchException;
import io.jyro.attacks.Attack;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.NamedTuple;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What any payload may cost with default settings, in counts that do not depend on the speed of the machine: the memory
 * that reading it takes, the elements that its value has as a writer without references writes them, the comparisons of
 * its keys that share a hash code, and the length of its text and its echo. All are counted on the value here, by other
 * means than the reader's own budget.
 */
public final class CostRule {
    private static final TypeRegistry TYPES = TypeRegistry.standard();
    private static final int BESIDE = 500_000;
    /** Garbage included, and what is allocated once. */
    private static final int ALLOCATED_TIMES = 3;
    /** An iterator or two, as long as the JIT compiler has not removed them. */
    private static final int ALLOCATED_BY_STEP = 96;
    private static final int TEXT_OF_ELEMENT = 64;

    private final int length;
    private long elements;
    private long comparisons;

    private CostRule(int length) {
        this.length = length;
    }

    /**
     * Reads a payload and asserts that it kept within what its size allows, whether it is a value or was refused.
     *
     * @return whether it is a value
     */
    public static boolean holds(Codec codec, byte[] payload) {
        return holds(codec, payload, Object.class);
    }

    /** The same for a payload whose value is also converted to a declared type. */
    public static boolean holds(Codec codec, Attack attack) {
        return holds(codec, attack.payload(), attack.declared());
    }

    static boolean holds(Codec codec, byte[] bytes, Type declared) {
        Payload payload = Payload.of(bytes, 0, bytes.length);
        CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V48, TYPES);
        Taken taken = Taken.by(codec, payload, context, Bindings.of(declared));
        if (taken.mostBytes() > mostBytes(bytes.length)) { // unless it was for loading classes
            taken = Taken.by(codec, payload, context, Bindings.of(declared));
        }
        assertThat(taken.mostBytes()).as("bytes allocated for a payload of %d", bytes.length)
                .isLessThanOrEqualTo(mostBytes(bytes.length));
        if (!taken.isRefused()) {
            new CostRule(bytes.length).check(codec, taken.value(), context);
        }
        return !taken.isRefused();
    }

    private static long mostBytes(int length) {
        return ALLOCATED_TIMES * ((1 << 20) + 64L * length)
                + ALLOCATED_BY_STEP * (BESIDE + 8L * length);
    }

    /**
     * What one payload has become.
     *
     * @param mostBytes what was allocated for reading or for converting it, whichever was more
     */
    private record Taken(@Nullable Object value, boolean isRefused, long mostBytes) {
        static Taken by(Codec codec, Payload payload, CodecContext context, Binding declared) {
            DecodeBudget budget = context.budget(payload);
            long begin = allocated();
            Object value;
            try {
                value = codec.read(payload, context, budget);
            } catch (SerializationException refused) {
                return new Taken(null, true, allocated() - begin);
            }
            long read = allocated();
            try {
                declared.score(value, budget);
                declared.bind(value, budget);
            } catch (SerializationException | TypeMismatchException refused) {
                // and that may not cost more either
            }
            return new Taken(value, false, Math.max(read - begin, allocated() - read));
        }

        private static long allocated() {
            return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getCurrentThreadAllocatedBytes();
        }
    }

    private void check(Codec codec, @Nullable Object value, CodecContext context) {
        count(value);
        long most = BESIDE + 5L * length + 16;
        assertThat(elements).as("elements of a payload of %d", length).isLessThanOrEqualTo(most);
        assertThat(comparisons).as("comparisons of keys in a payload of %d", length)
                .isLessThanOrEqualTo(BESIDE + 8L * length);
        assertThat(String.valueOf(value).length()).as("characters of text")
                .isLessThanOrEqualTo((int) (TEXT_OF_ELEMENT * elements));
        ByteOutput out = new ByteOutput(0);
        try {
            codec.write(value, out, context);
        } catch (SerializationException refused) { // as names and keys that Python could not have
            return;
        }
        assertThat(out.position()).as("bytes of echo")
                .isLessThanOrEqualTo((int) Math.min(Integer.MAX_VALUE,
                        TEXT_OF_ELEMENT * elements + 1_000));
    }

    private void count(@Nullable Object value) {
        elements++;
        switch (value) {
            case null -> {
                // counted
            }
            case Boolean truth -> {
                // counted
            }
            case String text -> elements += text.length() / 8;
            case byte[] bytes -> elements += bytes.length / 8;
            case ByteArray bytes -> elements += bytes.bytes().length / 8;
            case ByteBuffer bytes -> elements += bytes.remaining() / 8;
            case BigInteger number -> elements += number.bitLength() / 64;
            case Number number -> {
                // counted
            }
            case PyroUri uri -> elements += uri.tags().size() + uri.objectId().length() / 8;
            case ProxyState proxy -> elements += 8 + proxy.uri().tags().size()
                    + proxy.methods().size() + proxy.oneway().size() + proxy.attributes().size();
            case NdArray array -> elements += array.byteSize() / 8;
            case ClassDict instance -> count(instance.toDict());
            case Map<?, ?> map -> {
                compare(map.keySet());
                map.forEach((key, inside) -> {
                    count(key);
                    count(inside);
                });
            }
            case Set<?> set -> {
                compare(set);
                set.forEach(this::count);
            }
            case NamedTuple tuple -> {
                elements += tuple.className().length() / 8;
                tuple.forEach(this::count);
            }
            case Collection<?> list -> list.forEach(this::count);
            case WrappedException wrapped -> count(wrapped.exception());
            case PyroException exception -> {
                elements += 16; // the dict as which it travels
                elements += exception instanceof RemoteCallException named
                        ? named.remoteType().length() / 8
                        : 0;
                exception.remoteArguments().forEach(this::count);
                count(exception.remoteAttributes());
                exception.remoteTraceback().forEach(piece -> {
                    count(piece);
                    count(piece); // under a second name
                });
            }
            case Object array when array.getClass().isArray() -> elements += java.lang.reflect.Array
                    .getLength(array);
            default -> elements += 4; // dates and the like
        }
    }

    /** Adds the comparisons that a HashMap makes of keys that share a hash code and have no order. */
    private void compare(Collection<?> keys) {
        Map<Integer, List<Object>> byHash = new HashMap<>();
        for (Object key : keys) {
            byHash.computeIfAbsent(Objects.hashCode(key), hash -> new ArrayList<>()).add(key);
        }
        for (List<Object> group : byHash.values()) {
            if (group.size() > 1 && !haveOrder(group)) {
                comparisons += (long) group.size() * (group.size() - 1) / 2;
            }
        }
    }

    private static boolean haveOrder(List<Object> keys) {
        Class<?> type = keys.getFirst() == null ? null : keys.getFirst().getClass();
        return keys.stream().allMatch(key -> key != null && key.getClass() == type && hasOrder(key)
                && !(key instanceof ByteBuffer) && !(key instanceof NamedTuple));
    }

    private static boolean hasOrder(@Nullable Object key) {
        return key == null || key instanceof String || key instanceof Number
                || key instanceof Boolean || key instanceof Complex || key instanceof ByteBuffer
                || key instanceof Tuple tuple
                        && Arrays.stream(tuple.toArray()).allMatch(CostRule::hasOrder);
    }
}
