package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Short ASCII texts seen on one connection, so that equal bytes return the same String without decoding, and the shapes
 * of its dicts. Not thread-safe.
 *
 * <p>Each text has one slot, chosen by its hash; a new text replaces the old one in its slot. So the table cannot grow,
 * and a peer that sends ever new names only slows itself down.
 */
public final class NameTable {
    /** The most bytes of a name; longer texts are not kept. */
    static final int LONGEST = 64;

    private static final int PLACES = 256;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    // Created with the first name: most connections of a server with many clients are idle.
    private @Nullable String @Nullable [] names;
    private @Nullable DictShape emptyDict;

    /** Returns the shape of an empty dict, the root of the shapes of the connection's dicts. */
    public DictShape emptyDict() {
        DictShape known = emptyDict;
        if (known == null) {
            known = DictShape.empty();
            emptyDict = known;
        }
        return known;
    }

    /** Returns the text of some ASCII bytes; a new text is charged to the payload's budget. */
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

    /** Hashes the length and at most the first and last eight bytes, where names differ, without a loop. */
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
