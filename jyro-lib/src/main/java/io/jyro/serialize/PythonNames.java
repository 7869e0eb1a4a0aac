package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** What a Python user calls the type of a plain value. Values themselves are not told, they may be secrets. */
final class PythonNames {
    private PythonNames() {}

    /** Like {@code int}, {@code list} or {@code dict of class acme.Point}. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean bool -> "bool";
            case Byte number -> "int";
            case Short number -> "int";
            case Integer number -> "int";
            case Long number -> "int";
            case BigInteger number -> "int";
            case Float number -> "float";
            case Double number -> "float";
            case CharSequence text -> "str";
            case Character text -> "str";
            case byte[] bytes -> "bytes";
            case ByteBuffer bytes -> "bytes";
            case ByteArray array -> "bytearray";
            case Complex complex -> "complex";
            case NdArray array -> NdArrayBinding.describe(array);
            case Tuple tuple -> "tuple";
            case Set<?> set -> "set";
            case Collection<?> list -> "list";
            case ClassDict dict -> "dict of class " + dict.className();
            case Map<?, ?> dict -> "dict";
            case PyroUri uri -> "URI";
            case ProxyState proxy -> "Proxy";
            case RemoteReference proxy -> "Proxy";
            default -> value.getClass().getTypeName();
        };
    }
}
