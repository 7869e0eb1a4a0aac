package io.jyro.serialize.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Names the type of a plain value like a Python user would. Values themselves are not shown, since they may be secrets.
 */
public final class PythonNames {
    private static final int MAX_KEY = 40;

    private PythonNames() {}

    /** Returns a name such as {@code int}, {@code list} or {@code dict of class acme.Point}. */
    public static String of(@Nullable Object value) {
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
            case NdArray array -> array(array);
            case Tuple tuple -> "tuple";
            case FrozenSet set -> "frozenset";
            case Set<?> set -> "set";
            case Collection<?> list -> "list";
            case ClassDict dict -> "dict of class " + RemoteText.shown(dict.className());
            case Map<?, ?> dict -> {
                String className = NamedTypes.classOf(dict);
                yield className == null ? "dict" : "dict of class " + RemoteText.shown(className);
            }
            case LocalDateTime time -> "datetime";
            case OffsetDateTime time -> "datetime with offset";
            case ZonedDateTime time -> "datetime with zone";
            case LocalDate date -> "date";
            case LocalTime time -> "time";
            case Duration duration -> "timedelta";
            case BigDecimal decimal -> "Decimal";
            case Iterator<?> items -> "item stream";
            case PyroUri uri -> "URI";
            case ProxyState proxy -> "Proxy";
            case RemoteReference proxy -> "Proxy";
            default -> value.getClass().getTypeName();
        };
    }

    private static String array(NdArray array) {
        return "numpy.ndarray of dtype " + array.dtype() + " with " + array.ndim()
                + (array.ndim() == 1 ? " dimension" : " dimensions");
    }

    /** Returns the key of a dict as a step of the path to a value; unlike values, short keys are shown. */
    static String key(@Nullable Object key) {
        return switch (key) {
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Double number -> number.toString();
            case Boolean bool -> bool ? "True" : "False";
            case CharSequence text -> quoted(text);
            case null, default -> of(key);
        };
    }

    private static String quoted(CharSequence text) {
        return "'" + RemoteText.shown(text.toString(), MAX_KEY) + "'";
    }
}
