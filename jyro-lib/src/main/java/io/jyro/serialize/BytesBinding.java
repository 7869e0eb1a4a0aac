package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.List;

import io.jyro.types.Bytes;
import org.jspecify.annotations.Nullable;

/** Of {@code byte[]} and ByteBuffer: from bytes in any form that a serializer has for them, or numbers of 0 to 255. */
final class BytesBinding extends Binding {
    BytesBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    public @Nullable Object bind(@Nullable Object plain) {
        if (plain == null || type().isInstance(plain)) {
            return plain;
        }
        byte[] bytes = plain instanceof List<?> list ? fromNumbers(list) : fromBytes(plain);
        return type() == byte[].class ? bytes : ByteBuffer.wrap(bytes);
    }

    private byte[] fromBytes(Object plain) {
        if (!Bytes.isBytes(plain)) {
            throw mismatch(plain);
        }
        try {
            return Bytes.of(plain);
        } catch (IllegalArgumentException e) {
            throw mismatch("dict whose 'data' is no base64 text", e);
        }
    }

    private byte[] fromNumbers(List<?> list) {
        byte[] bytes = new byte[list.size()];
        int index = 0;
        for (Object element : list) {
            if (!isByte(element)) {
                throw mismatch(
                        PythonNames.of(list) + " whose element " + index + " is no int of 0 to 255",
                        null);
            }
            bytes[index++] = (byte) (int) element;
        }
        return bytes;
    }

    private static boolean isByte(@Nullable Object element) {
        return element instanceof Integer number && number >= 0 && number <= 255;
    }

    @Override
    public int score(@Nullable Object plain) {
        if (plain == null) {
            return NONE;
        }
        if (type().isInstance(plain)) {
            return EXACT;
        }
        if (plain instanceof List<?> list) {
            return list.stream().allMatch(BytesBinding::isByte) ? 400 : UNFIT;
        }
        return Bytes.isBytes(plain) ? type() == byte[].class ? 950 : 900 : UNFIT;
    }
}
