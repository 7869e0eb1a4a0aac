package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * The keys of dicts that one payload holds already, as they stand there, with what is between a key and its value. A
 * payload of many records has few keys many times, most often in the same order, and to copy one by whole words takes
 * a fraction of the time that writing it takes. One thread at a time.
 */
final class WrittenKeys {
    private static final int PLACES_BITS = 6;
    private static final int SHORT = 2 * Long.BYTES;
    private static final int LONGEST = 4 * Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.nativeOrder());

    // By the hashes of the keys. The first of those that share a place stays: what never comes again does not drive out
    // what does.
    private final @Nullable Key[] keys = new @Nullable Key[1 << PLACES_BITS];
    private Key last = new Key(null, new byte[LONGEST], 0); // none, and of no text

    private static final class Key {
        private final @Nullable String text;
        private final int length;
        private final long first;
        private final long second;
        private final long third;
        private final long fourth;
        private Key next; // that came behind it the last time

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

    /** Writes a key if it was kept, and says whether it was. */
    @SuppressWarnings("ReferenceEquality") // most often it is the same object, and then nothing has to be compared
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

    /** Keeps a key that was just written from a position on, unless it is long. */
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
