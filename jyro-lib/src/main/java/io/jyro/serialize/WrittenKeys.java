package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * The keys of dicts that have been written to one payload, in their written form including the separator after the key.
 * A payload of many records repeats a few keys, usually in the same order, and copying a key by whole words is much
 * faster than writing it. Not thread-safe.
 */
final class WrittenKeys {
    private static final int PLACES_BITS = 6;
    private static final int SHORT = 2 * Long.BYTES;
    private static final int LONGEST = 4 * Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.nativeOrder());

    // Indexed by the hash of the key. The first key in a slot stays, so that keys that occur once do not displace
    // repeated ones.
    private final @Nullable Key[] keys = new @Nullable Key[1 << PLACES_BITS];
    private Key last = new Key(null, new byte[LONGEST], 0); // a placeholder, equal to no key

    private static final class Key {
        private final @Nullable String text;
        private final int length;
        private final long first;
        private final long second;
        private final long third;
        private final long fourth;
        private Key next; // the key that followed last time

        Key(@Nullable String text, byte[] form, int length) {
            this.text = text;
            this.length = length;
            first = (long) LONG.get(form, 0);
            second = (long) LONG.get(form, Long.BYTES);
            third = (long) LONG.get(form, SHORT);
            fourth = (long) LONG.get(form, SHORT + Long.BYTES);
            next = this;
        }
    }

    /** Writes a key if its form is kept; returns whether it did. */
    @SuppressWarnings("ReferenceEquality") // fast path: usually it is the same object
    boolean put(String text, ByteOutput out) {
        Key key = last.next;
        if (key.text != text) {
            key = find(text);
            if (key == null) {
                return false;
            }
            last.next = key;
        }
        last = key;
        byte[] array = out.reserve(LONGEST);
        int at = out.position();
        LONG.set(array, at, key.first);
        LONG.set(array, at + Long.BYTES, key.second);
        if (key.length > SHORT) {
            LONG.set(array, at + SHORT, key.third);
            LONG.set(array, at + SHORT + Long.BYTES, key.fourth);
        }
        out.position(at + key.length);
        return true;
    }

    private @Nullable Key find(String text) {
        Key key = keys[place(text)];
        return key != null && text.equals(key.text) ? key : null;
    }

    /** Keeps the form of a key that was just written from a position on, unless it is long. */
    void keep(String text, ByteOutput out, int from) {
        int length = out.position() - from;
        int place = place(text);
        if (length <= LONGEST && keys[place] == null) {
            keys[place] = new Key(text,
                    Arrays.copyOfRange(out.array(), from, from + LONGEST), length);
        }
    }

    private static int place(String text) {
        return text.hashCode() * 0x9E3779B9 >>> Integer.SIZE - PLACES_BITS;
    }
}
