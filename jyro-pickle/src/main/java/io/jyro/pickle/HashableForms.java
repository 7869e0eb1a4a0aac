package io.jyro.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Writes keys of dicts and members of sets, and refuses those that Python cannot hash. */
final class HashableForms {
    private final PickleWriter writer;
    private final PickleOutput out;

    HashableForms(PickleWriter writer, PickleOutput out) {
        this.writer = writer;
        this.out = out;
    }

    /** Writes a key of a dict or member of a set. Small enough to be inlined by the JIT compiler. */
    void write(@Nullable Object key) {
        switch (key) {
            case null -> out.none();
            case String text -> out.text(text);
            case Integer number -> out.integer(number);
            case NamedTuple tuple -> namedTupleOfKeys(tuple);
            case Tuple tuple -> tupleOfKeys(tuple);
            case FrozenSet set -> writer.frozenSet(set);
            case ClassDict instance -> writer.value(instance);
            case byte[] bytes -> writer.value(bytes);
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ByteArray array -> throw unhashable("bytearray");
            case NdArray array -> throw unhashable("numpy.ndarray");
            case Object array when array.getClass().isArray() ->
                throw unhashable(array.getClass().getTypeName());
            default -> scalar(key);
        }
    }

    private void namedTupleOfKeys(NamedTuple tuple) {
        out.global(tuple.className());
        tupleOfKeys(tuple);
        out.newObject();
    }

    private void tupleOfKeys(Tuple tuple) {
        writer.enter(tuple);
        if (PickleOutput.needsMark(tuple.size())) {
            out.mark();
        }
        tuple.forEach(this::write);
        out.endTuple(tuple.size());
        writer.leave();
    }

    private void scalar(Object key) {
        if (isScalar(key)) {
            writer.value(key);
        } else {
            writer.knownOrConverted(key, true);
        }
    }

    private static boolean isScalar(Object key) {
        return switch (key) {
            case Long l -> true;
            case Boolean b -> true;
            case Double d -> true;
            case BigInteger b -> true;
            case Short s -> true;
            case Byte b -> true;
            case Float f -> true;
            case Character c -> true;
            case CharSequence s -> true;
            case Complex c -> true;
            case ByteBuffer b -> true;
            default -> false;
        };
    }

    private static SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is of a type that Python cannot hash: " + type
                        + "; use text, bytes, numbers, or a Tuple or FrozenSet of such");
    }
}
