package io.jyro.serialize.bind;

import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a Kotlin class's primary constructor from the {@code Metadata} annotation that the compiler
 * adds to the class: a protocol buffer, split into texts. Kotlin's class files contain no other parameter names.
 */
final class KotlinConstructor {
    private static final String MARKER = "kotlin.Metadata";
    /**
     * The first character of the texts if each further character is one byte, as all compilers since Kotlin 1.4 write.
     */
    private static final char ONE_BYTE_EACH = 0;

    // Field numbers of a class, a constructor, a parameter and a type.
    private static final int CONSTRUCTOR = 8;
    private static final int FLAGS = 1;
    private static final int PARAMETER = 2;
    private static final int NAME = 2;
    private static final int TYPE = 3;
    private static final int NULLABLE = 3;

    private static final int IS_SECONDARY = 0x10;
    private static final int HAS_DEFAULT = 2;

    private static final int CHUNK = 2;
    private static final int WIRE_TYPES = 8;
    private static final int PAYLOAD_BITS = 7;
    private static final int LAST_SHIFT = 63;

    private final byte[] bytes;
    private final String[] names;
    private int p;

    private KotlinConstructor(byte[] bytes, String[] names) {
        this.bytes = bytes;
        this.names = names;
    }

    /** A parameter; also a property if its class has one of that name. */
    record Parameter(String name, boolean isNullable, boolean hasDefault) {}

    /**
     * Returns the parameters of the primary constructor; null if the class is not a Kotlin class, or its metadata is
     * not understood.
     */
    static @Nullable List<Parameter> parametersOf(Class<?> type) {
        Annotation marker = Stream.of(type.getAnnotations())
                .filter(each -> each.annotationType().getName().equals(MARKER)).findFirst()
                .orElse(null);
        if (marker == null) {
            return null;
        }
        try {
            String[] data = (String[]) marker.annotationType().getMethod("d1").invoke(marker);
            String[] names = (String[]) marker.annotationType().getMethod("d2").invoke(marker);
            String text = String.join("", data);
            if (text.isEmpty() || text.charAt(0) != ONE_BYTE_EACH) {
                return null;
            }
            byte[] bytes = text.substring(1).getBytes(StandardCharsets.ISO_8859_1);
            return new KotlinConstructor(bytes, names).primary();
        } catch (ReflectiveOperationException | IndexOutOfBoundsException
                | ArithmeticException e) {
            return null; // written by a compiler that uses another format
        }
    }

    private @Nullable List<Parameter> primary() {
        p = Math.toIntExact(varint()) + p; // skip the string table
        while (p < bytes.length) {
            int field = Math.toIntExact(varint());
            if (field == CONSTRUCTOR * WIRE_TYPES + CHUNK) {
                int end = Math.toIntExact(varint()) + p;
                List<Parameter> parameters = constructor(end);
                if (parameters != null) {
                    return parameters;
                }
            } else {
                skip(field);
            }
        }
        return null;
    }

    private @Nullable List<Parameter> constructor(int end) {
        List<Parameter> parameters = new ArrayList<>();
        boolean isSecondary = false;
        while (p < end) {
            int field = Math.toIntExact(varint());
            if (field == FLAGS * WIRE_TYPES) {
                isSecondary = (varint() & IS_SECONDARY) != 0;
            } else if (field == PARAMETER * WIRE_TYPES + CHUNK) {
                int parameterEnd = Math.toIntExact(varint()) + p;
                parameters.add(parameter(parameterEnd));
            } else {
                skip(field);
            }
        }
        return isSecondary ? null : parameters;
    }

    private Parameter parameter(int end) {
        String name = "";
        boolean isNullable = false;
        boolean hasDefault = false;
        while (p < end) {
            int field = Math.toIntExact(varint());
            if (field == FLAGS * WIRE_TYPES) {
                hasDefault = (varint() & HAS_DEFAULT) != 0;
            } else if (field == NAME * WIRE_TYPES) {
                name = names[Math.toIntExact(varint())];
            } else if (field == TYPE * WIRE_TYPES + CHUNK) {
                int typeEnd = Math.toIntExact(varint()) + p;
                isNullable = isNullable(typeEnd);
            } else {
                skip(field);
            }
        }
        return new Parameter(name, isNullable, hasDefault);
    }

    private boolean isNullable(int end) {
        boolean isNullable = false;
        while (p < end) {
            int field = Math.toIntExact(varint());
            if (field == NULLABLE * WIRE_TYPES) {
                isNullable = varint() != 0;
            } else {
                skip(field);
            }
        }
        return isNullable;
    }

    private void skip(int field) {
        switch (field % WIRE_TYPES) {
            case 0 -> varint();
            case 1 -> p += Long.BYTES;
            case CHUNK -> p = Math.toIntExact(varint()) + p;
            default -> p += Integer.BYTES;
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += PAYLOAD_BITS) {
            byte next = bytes[p++];
            value |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a number without an end");
    }
}
