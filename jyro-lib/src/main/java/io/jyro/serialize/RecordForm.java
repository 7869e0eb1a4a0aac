package io.jyro.serialize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.NamedTypes;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * The form of records and beans: a dict of the values of their accessors. It is a plain dict, or a class dict if the
 * type has a name on the wire.
 */
final class RecordForm implements PlainForm {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);

    private final Class<?> type;
    private final @Nullable String className;
    private final String[] names;
    private final MethodHandle[] accessors;

    private RecordForm(Class<?> type, String[] names, MethodHandle[] accessors) {
        this.type = type;
        this.className = NamedTypes.nameOf(type);
        this.names = names;
        this.accessors = accessors;
    }

    /** Returns the form with the values of the given accessors. */
    static RecordForm of(Class<?> type, Map<String, Method> accessors) {
        MethodHandle[] handles = new MethodHandle[accessors.size()];
        int index = 0;
        for (Method accessor : accessors.values()) {
            handles[index++] = handle(type, accessor);
        }
        return new RecordForm(type, accessors.keySet().toArray(new String[0]), handles);
    }

    private static MethodHandle handle(Class<?> type, Method accessor) {
        try {
            accessor.setAccessible(true); // the class may be private to the code that uses it
            return MethodHandles.lookup().unreflect(accessor).asType(ACCESSOR);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new SerializationException(
                    type.getName() + " cannot be sent: " + accessor.getName()
                            + "() is not accessible; open its package to Jyro (opens "
                            + type.getPackageName() + ")",
                    e);
        }
    }

    @Override
    public Map<String, @Nullable Object> of(Object value, FormContext context) {
        Map<String, @Nullable Object> dict = LinkedHashMap
                .newLinkedHashMap(names.length + 1);
        if (className != null) {
            dict.put(ClassDict.CLASS_KEY, className);
        }
        for (int i = 0; i < names.length; i++) {
            dict.put(names[i], read(value, i));
        }
        return dict;
    }

    private @Nullable Object read(Object value, int index) {
        try {
            return accessors[index].invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new SerializationException(
                    type.getName() + " cannot be sent: " + names[index] + " failed: "
                            + RemoteText.described(e),
                    e);
        }
    }
}
