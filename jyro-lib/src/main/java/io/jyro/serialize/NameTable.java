package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Short ASCII texts seen on one connection: the same bytes give the same String without decoding; and which of them dicts
 * had as keys. One thread at a time.
 *
 * <p>Each text has one place, by its hash; the newest of those that share a place stays. So the table cannot grow, and
 * a peer that sends ever new names gains nothing but being slow.
 */
public final class NameTable {
    /** What has more bytes is no name, and not kept. */
    static final int LONGEST = 64;

    private static final int PLACES = 256;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    // Made at the first name: most connections of a server that many clients hold open are silent.
    private @Nullable String @Nullable [] names;
    private @Nullable DictShape emptyDict;

    /** The shape of an empty dict, from which those of the connection's other dicts are found. */
    DictShape emptyDict() {
        DictShape known = emptyDict;
        if (known == null) {
            known = DictShape.empty();
            emptyDict = known;
        }
        return known;
    }

    /** The text of some ASCII bytes; a new one is counted in the payload's size. */
    public String get(byte[] bytes, int offset, int length, DecodeBudget budget) {
        if (length > LONGEST) {
            budget.addBytes(length);
            return decode(bytes, offset, length);
        }
        @Nullable
        String[] table = names;
        if (table == null) {
            table = new @Nullable String[PLACES];
            names = table;
        }
        int place = hash(bytes, offset, length);
        String known = table[place];
        if (known != null && isText(known, bytes, offset, length)) {
            return known;
        }
        budget.addBytes(length);
        String text = decode(bytes, offset, length);
        table[place] = text;
        return text;
    }

    private static boolean isText(String text, byte[] bytes, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** From the length and at most the first and last eight bytes: names differ there, and it takes no loop. */
    private static int hash(byte[] bytes, int offset, int length) {
        long mixed;
        if (length >= Long.BYTES) {
            mixed = (long) LONG.get(bytes, offset) * 31
                    + (long) LONG.get(bytes, offset + length - Long.BYTES);
        } else {
            mixed = 0;
            for (int i = 0; i < length; i++) {
                mixed = mixed << 8 | bytes[offset + i];
            }
        }
        return (int) (((mixed + length) * 0x9E3779B97F4A7C15L) >>> 56);
    }

    private static String decode(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
