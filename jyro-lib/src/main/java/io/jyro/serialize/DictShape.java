package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a dict in their order. The shapes of a connection form a tree: dicts whose first keys are equal share a
 * path from the empty shape. Repeated records thus find their keys without hashing, and share one array of keys. Not
 * thread-safe.
 */
public final class DictShape {
    /** The most keys of a shape; larger dicts are ordinary maps, which find keys by their hash. */
    static final int MOST_KEYS = 16;

    /** Marks a dict without a shape: it has too many keys, keys that are long or not text, or duplicate keys. */
    static final DictShape NONE = new DictShape(null, "");

    // Limits the memory that a peer can fill with ever new keys; such dicts are only slower.
    private static final int MOST_SHAPES = 1024;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private final @Nullable DictShape before;
    private final String key;
    private final byte @Nullable [] plainKey;
    // The first eight bytes of a plain key, and how many of their bits are padding.
    private final long firstEight;
    private final int restBits;
    private final int size;
    private final boolean hasClassKey;
    private @Nullable DictShape likely;
    private @Nullable Map<String, DictShape> others;
    private String @Nullable [] keys;
    private int shapes; // used only in the empty shape: the number of all shapes

    private DictShape(@Nullable DictShape before, String key) {
        this.before = before;
        this.key = key;
        byte[] plain = before == null ? null : plain(key);
        plainKey = plain;
        firstEight = plain == null
                ? 0
                : (long) LONG.get(Arrays.copyOf(plain, Math.max(Long.BYTES, plain.length)), 0);
        restBits = plain == null ? 0 : Long.SIZE - Byte.SIZE * Math.min(Long.BYTES, plain.length);
        size = before == null ? 0 : before.size + 1;
        hasClassKey = before != null && (before.hasClassKey || key.equals(ClassDict.CLASS_KEY));
    }

    /** Creates the shape of an empty dict, the root of the tree. */
    static DictShape empty() {
        return new DictShape(null, "");
    }

    int size() {
        return size;
    }

    /** Returns whether {@code __class__} is among the keys. */
    boolean hasClassKey() {
        return hasClassKey;
    }

    /** Returns the keys; the array must not be changed. */
    String[] keys() {
        String[] known = keys;
        if (known == null) {
            known = new String[size];
            for (DictShape shape = this; shape.before != null; shape = shape.before) {
                known[shape.size - 1] = shape.key;
            }
            keys = known;
        }
        return known;
    }

    /** Returns the shape with one more key; {@link #NONE} if there is none. */
    @SuppressWarnings("ReferenceEquality") // fast path: usually it is the same object
    DictShape with(String next) {
        DictShape same = likely;
        return same != null && same.key == next ? same : find(next);
    }

    /**
     * Returns the shape with the key that followed last time; null if there is none, or that key is not plain ASCII.
     */
    public @Nullable DictShape likely() {
        DictShape next = likely;
        return next == null || next.plainKey == null ? null : next;
    }

    /** Returns the end of the last key if it is found at an index as plain ASCII, otherwise -1. */
    public int endOfKey(byte[] bytes, int from, int end) {
        byte[] plain = plainKey;
        if (plain == null || plain.length > end - from) {
            return -1;
        }
        int length = plain.length;
        if (length <= Long.BYTES && from <= bytes.length - Long.BYTES) {
            long next = (long) LONG.get(bytes, from);
            return (next ^ firstEight) << restBits == 0 ? from + length : -1;
        }
        return Arrays.equals(bytes, from, from + length, plain, 0, length) ? from + length : -1;
    }

    private DictShape find(String next) {
        // Long keys are not kept: a peer could fill the memory of its connection with them.
        if (size == MOST_KEYS || next.length() > NameTable.LONGEST || has(next)) {
            return NONE;
        }
        DictShape found = likely != null && likely.key.equals(next) ? likely : other(next);
        if (found != NONE) {
            likely = found;
        }
        return found;
    }

    private DictShape other(String next) {
        if (others == null) {
            others = new HashMap<>(4);
        }
        DictShape known = others.get(next);
        if (known == null) {
            DictShape empty = this;
            while (empty.before != null) {
                empty = empty.before;
            }
            if (empty.shapes == MOST_SHAPES) {
                return NONE;
            }
            empty.shapes++;
            known = new DictShape(this, next);
            others.put(next, known);
        }
        return known;
    }

    private boolean has(String wanted) {
        for (DictShape shape = this; shape.before != null; shape = shape.before) {
            if (shape.key.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    // Returns the bytes of a key that all text formats write without escapes, otherwise null.
    private static byte @Nullable [] plain(String key) {
        if (key.isEmpty()) {
            return null;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '\'' || c == '"' || c == '\\') {
                return null;
            }
        }
        return key.getBytes(StandardCharsets.US_ASCII);
    }
}
