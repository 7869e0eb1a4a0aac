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
 * The keys of dicts that were read on one connection, in their order: dicts that begin alike share a path from the
 * empty one on. Records that come again and again so find their keys without hashing them, and share one array of
 * them. One thread at a time.
 */
final class DictShape {
    /** Dicts with more keys are made the usual way, which finds them by their hash. */
    static final int MOST_KEYS = 16;

    /** What stands for a dict that has no shape: too many keys, keys that are no text or long, or one key twice. */
    static final DictShape NONE = new DictShape(null, "");

    // A peer that sends ever new keys gains nothing but being slow.
    private static final int MOST_SHAPES = 1024;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private final @Nullable DictShape before;
    private final String key;
    private final byte @Nullable [] plainKey;
    // Of a plain key of one to eight letters, and how many bits of the eight are not of it.
    private final long firstEight;
    private final int restBits;
    private final int size;
    private final boolean hasClassKey;
    private @Nullable DictShape likely;
    private @Nullable Map<String, DictShape> others;
    private String @Nullable [] keys;
    private int shapes; // in the empty one: how many there are in all

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

    /** That of an empty dict, to which others are added. */
    static DictShape empty() {
        return new DictShape(null, "");
    }

    int size() {
        return size;
    }

    /** Whether {@code __class__} is among the keys. */
    boolean hasClassKey() {
        return hasClassKey;
    }

    /** The keys; nobody may change the array. */
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

    /** The shape with one more key; {@link #NONE} if there is none. */
    @SuppressWarnings("ReferenceEquality") // most often it is the same object, and then nothing more has to be known
    DictShape with(String next) {
        DictShape same = likely;
        return same != null && same.key == next ? same : find(next);
    }

    /** The shape with the key that came next the last time; null if none did, or not one that is plain ASCII. */
    @Nullable
    DictShape likely() {
        DictShape next = likely;
        return next == null || next.plainKey == null ? null : next;
    }

    /** Where the last key ends if it stands at a place as plain ASCII; else -1. */
    int endOfKey(byte[] bytes, int from, int end) {
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
        // Whatever is not short is not kept: a peer would fill the memory of its connection with it.
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

    // Its bytes if it stands in all text formats as it is.
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
