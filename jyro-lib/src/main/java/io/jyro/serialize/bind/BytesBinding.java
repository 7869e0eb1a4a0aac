package io.jyro.serialize.bind;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

import io.jyro.types.Bytes;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * Binding of {@code byte[]} and ByteBuffer: converts bytes in any form that a serializer has for them, and numbers from
 * 0 to 255.
 */
final class BytesBinding extends ObjectBinding {
    BytesBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    @Nullable
    Object convertOther(Object plain, ConversionBudget budget) {
        byte[] bytes = bytes(plain);
        budget.addConverted(bytes.length);
        return type() == byte[].class ? bytes : ByteBuffer.wrap(bytes);
    }

    private byte[] bytes(Object plain) {
        return switch (plain) {
            case List<?> list -> fromNumbers(list);
            case NdArray array when isOfBytes(array) -> array.toBytes();
            case Object array when isOfNumbers(array) -> fromNumbers(ArrayBinding.boxed(array));
            default -> fromBytes(plain);
        };
    }

    private static boolean isOfNumbers(Object plain) {
        return plain instanceof short[] || plain instanceof int[] || plain instanceof long[];
    }

    private static boolean isOfBytes(NdArray array) {
        return array.ndim() == 1 && (array.dtype().equals(DType.UINT8)
                || array.dtype().equals(DType.INT8));
    }

    private byte[] fromBytes(Object plain) {
        if (!Bytes.isBytes(plain)) {
            throw mismatch(plain);
        }
        try {
            return Bytes.of(plain);
        } catch (IllegalArgumentException e) {
            throw mismatch("dict whose 'data' is not base64 text", e);
        }
    }

    private byte[] fromNumbers(Collection<?> numbers) {
        byte[] bytes = new byte[numbers.size()];
        int index = 0;
        for (Object element : numbers) {
            if (!isByte(element)) {
                throw mismatch(
                        PythonNames.of(numbers) + " whose element " + index
                                + " is not an int of 0 to 255",
                        null);
            }
            bytes[index++] = ((Number) element).byteValue();
        }
        return bytes;
    }

    private static boolean isByte(@Nullable Object element) {
        return (element instanceof Integer || element instanceof Short || element instanceof Long)
                && ((Number) element).longValue() >= 0 && ((Number) element).longValue() <= 255;
    }

    @Override
    int fitOther(Object plain, ConversionBudget budget) {
        if (plain instanceof List<?> list) {
            return list.stream().allMatch(BytesBinding::isByte) ? 400 : UNFIT;
        }
        if (plain instanceof NdArray array) {
            return isOfBytes(array) ? 800 : UNFIT;
        }
        if (isOfNumbers(plain)) {
            return ArrayBinding.boxed(plain).stream().allMatch(BytesBinding::isByte)
                    ? 400
                    : UNFIT;
        }
        return Bytes.isBytes(plain) ? type() == byte[].class ? 950 : 900 : UNFIT;
    }
}
