package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.NdArrays;
import io.jyro.types.Bytes;
import io.jyro.types.ClassDict;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The form of arrays in serializers without an array type: a class dict with dtype, shape, and the bytes of the
 * elements in C order. The counterpart for Python is in docs/numpy.md.
 */
public final class NdArrayForm {
    private static final String DTYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String DATA = "data";

    private static final Set<String> KEYS = Set.of(ClassDict.CLASS_KEY, DTYPE, SHAPE, DATA);
    /** The first bytes of an NPY file, 0x93 and NUMPY, in base64. */
    private static final String NPY_IN_BASE64 = "k05VTVBZ";

    private NdArrayForm() {}

    /** The bytes of an array; for a serializer without bytes, the dict as which serpent writes bytes. */
    public record Data(ByteBuffer bytes) {
        /** Returns the dict with the bytes in base64. */
        public Map<String, String> toBase64() {
            Map<String, String> dict = new LinkedHashMap<>();
            dict.put("data", Base64.getEncoder().encodeToString(Bytes.of(bytes)));
            dict.put("encoding", "base64");
            return dict;
        }
    }

    static Map<String, Object> toDict(NdArray array) {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put(ClassDict.CLASS_KEY, NdArrays.CLASS);
        dict.put(DTYPE, array.dtype().toString());
        Object[] shape = new Object[array.ndim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = array.shape()[i];
        }
        dict.put(SHAPE, Tuple.of(shape));
        dict.put(DATA, new Data(array.asByteBuffer()));
        return dict;
    }

    /**
     * Returns whether a dict has the layout that Jyro writes. Other programs use the same class name with other
     * layouts: with other keys, or with a whole NPY file as data.
     */
    static boolean isOurs(Map<?, ? extends @Nullable Object> dict) {
        for (Object key : dict.keySet()) {
            if (!KEYS.contains(key)) {
                return false;
            }
        }
        return dict.get(DTYPE) instanceof String && dict.get(DATA) != null
                && !(dict.get(DATA) instanceof String base64 && base64.startsWith(NPY_IN_BASE64));
    }

    /**
     * Returns the array of a received dict. The elements may be bytes in any form that serializers have for them,
     * base64 text, or lists of numbers; without a shape they are one row.
     */
    static NdArray fromDict(Map<Object, @Nullable Object> dict, DecodeBudget budget) {
        if (!(dict.get(DTYPE) instanceof String text)) {
            throw malformed("its dtype is not text", null);
        }
        Object data = dict.get(DATA);
        try {
            DType dtype = DType.parse(text);
            if (data instanceof List<?> numbers
                    && NdArrays.mayBecomeArray(numbers, budget.maxNestingDepth())) {
                NdArray array = NdArray.of(numbers);
                return (dict.containsKey(SHAPE) ? array.reshape(shape(dict.get(SHAPE))) : array)
                        .toType(dtype);
            }
            byte[] bytes = data instanceof String base64
                    ? Base64.getDecoder().decode(base64)
                    : Bytes.of(data);
            return NdArray.wrap(bytes, dtype,
                    dict.containsKey(SHAPE)
                            ? shape(dict.get(SHAPE))
                            : new int[]{bytes.length / Math.max(1, dtype.itemSize())});
        } catch (IllegalArgumentException | ArithmeticException
                | UnsupportedOperationException e) {
            throw malformed(RemoteText.message(e), e);
        }
    }

    private static int[] shape(@Nullable Object shape) {
        if (!(shape instanceof List<?> lengths)) {
            throw malformed("its shape is not a list", null);
        }
        int[] ints = new int[lengths.size()];
        for (int i = 0; i < ints.length; i++) {
            if (!(lengths.get(i) instanceof Integer length)) {
                throw malformed("its shape does not consist of ints of at most "
                        + Integer.MAX_VALUE,
                        null);
            }
            ints[i] = length;
        }
        return ints;
    }

    private static SerializationException malformed(String why, @Nullable Throwable cause) {
        return new SerializationException(
                "dict of class " + NdArrays.CLASS + " is malformed: " + why,
                cause);
    }
}
