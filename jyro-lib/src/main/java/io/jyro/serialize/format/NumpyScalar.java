package io.jyro.serialize.format;

import io.jyro.types.Complex;

/** The scalars of numpy that correspond to a plain value, by the names that numpy prints. */
enum NumpyScalar {
    INTEGER, FLOAT, COMPLEX, TEXT, BYTES, TRUE, FALSE, NONE;

    /** @param name the name with its module, such as {@code np.float64} */
    static NumpyScalar of(String name) {
        String type = name.startsWith("np.")
                ? name.substring("np.".length())
                : name.startsWith("numpy.") ? name.substring("numpy.".length()) : "";
        return switch (type) {
            case "float16", "float32", "float64", "float96", "float128", "longdouble" -> FLOAT;
            case "int8", "int16", "int32", "int64", "intc", "int_", "longlong", "uint8", "uint16",
                    "uint32", "uint64", "uintc", "uint", "ulonglong" ->
                INTEGER;
            case "complex64", "complex128", "complex192", "complex256", "clongdouble" -> COMPLEX;
            case "str_" -> TEXT;
            case "bytes_" -> BYTES;
            case "True_" -> TRUE;
            case "False_" -> FALSE;
            default -> NONE;
        };
    }

    /** Returns whether a scalar of this type can have a value. */
    boolean hasValue(Object value) {
        return switch (this) {
            case INTEGER -> value instanceof Number && !(value instanceof Double);
            case FLOAT -> value instanceof Number;
            case COMPLEX -> value instanceof Number || value instanceof Complex;
            case TEXT -> value instanceof String;
            case BYTES -> value instanceof byte[];
            case TRUE, FALSE, NONE -> false;
        };
    }
}
