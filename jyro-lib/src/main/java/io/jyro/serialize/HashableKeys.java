package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.ByteArray;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Checks and converts keys of dicts and members of sets that were read. For codecs, also in other modules. */
public final class HashableKeys {
    private HashableKeys() {}

    /**
     * Returns the key for a value that was read. Bytes become read-only buffers, since arrays do not compare by
     * content; a set must be a {@code FrozenSet}, which codecs with frozensets check themselves.
     *
     * @throws SerializationException if the value is one that Python cannot hash
     */
    public static @Nullable Object of(@Nullable Object value, int offset) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case byte[] bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            case Tuple tuple -> ofTuple(tuple, offset);
            case List<?> list -> throw unhashable("a list", offset);
            case FrozenSet frozen -> frozen;
            case Set<?> set -> throw unhashable("a set", offset);
            case Map<?, ?> map -> throw unhashable("a dict", offset);
            case ByteArray array -> throw unhashable("a bytearray", offset);
            case NdArray array -> throw unhashable("a numpy array", offset);
            case Object array when array.getClass().isArray() -> throw unhashable("an array",
                    offset);
            default -> value;
        };
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the tuple was copied
    private static Tuple ofTuple(Tuple tuple, int offset) {
        @Nullable
        Object[] changed = null;
        for (int i = 0; i < tuple.size(); i++) {
            Object element = tuple.get(i);
            Object key = of(element, offset);
            if (key != element) {
                if (changed == null) {
                    changed = tuple.toArray();
                }
                changed[i] = key;
            }
        }
        if (changed == null) {
            return tuple;
        }
        return tuple instanceof NamedTuple named
                ? NamedTuple.of(named.className(), Arrays.asList(changed))
                : Tuple.of(changed);
    }

    private static SerializationException unhashable(String what, int offset) {
        return new SerializationException(
                what + " cannot be a key of a dict or a member of a set, but is used as one"
                        + " before byte " + offset + "; use a tuple");
    }
}
