package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.jyro.PyroException;
import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * What is made of values that are not plain, and of class dicts. Safe to share between threads; what is registered
 * takes effect with the next value.
 *
 * <p>Out, in this order: a substitution (objects that travel as proxies), converters registered for the object's class or
 * the nearest superclass or interface, Pyro's own classes, exceptions ({@link ExceptionMapping}), Java's value types,
 * enums by name, records and beans with public getters as plain dicts. Dates and times become the text that Python's
 * {@code isoformat} gives, cut to microseconds, a Duration its seconds; UUID, BigDecimal, Path, URI and URL their text.
 * Classes of the JDK never count as beans.
 *
 * <p>In: converters registered for the class name, Pyro's own classes, exceptions, else {@link ClassDict}. No class is
 * ever loaded because a peer named it.
 *
 * <p>A registry made by {@link #child} sees all registrations of its parent, also later ones, and its own come first.
 *
 * @see <a href="PROTOCOL.md#4-types">Types</a>
 */
public final class TypeRegistry {
    private final @Nullable TypeRegistry parent;
    private final Map<Class<?>, PlainForm> classToDict = new ConcurrentHashMap<>();
    private final Map<String, BiFunction<String, Map<String, @Nullable Object>, @Nullable Object>> dictToClass = new ConcurrentHashMap<>();
    private volatile @Nullable Function<Object, @Nullable Object> substitution;
    private volatile @Nullable Function<ProxyState, Object> proxies;

    private final AtomicLong changes = new AtomicLong();
    private volatile Forms forms = new Forms(-1);

    private TypeRegistry(@Nullable TypeRegistry parent) {
        this.parent = parent;
    }

    /** A new registry that knows what is built in. */
    public static TypeRegistry standard() {
        return new TypeRegistry(null);
    }

    /** A new registry that knows all that this one knows, now and later; what is registered in it stays its own. */
    public TypeRegistry child() {
        return new TypeRegistry(this);
    }

    /**
     * Decides what objects of a class, its subclasses and implementations become. A converter that wants to be understood
     * as a class puts {@code __class__} into its dict; stock Python refuses class names that it has no converter for,
     * and all that hold two underscores in a row.
     */
    @SuppressWarnings("unchecked")
    public <T> void registerClassToDict(Class<T> type,
            Function<? super T, ? extends Map<String, ?>> converter) {
        Function<Object, Map<String, ?>> untyped = (Function<Object, Map<String, ?>>) (Function<?, ?>) converter;
        classToDict.put(type, (value, context) -> untyped.apply(value));
        changes.incrementAndGet();
    }

    /** Takes back what was registered here for exactly this class; does nothing if nothing was. */
    public void unregisterClassToDict(Class<?> type) {
        classToDict.remove(type);
        changes.incrementAndGet();
    }

    /**
     * Decides what is made of class dicts of a name, also of names that have a meaning without it.
     *
     * @param converter is given the class name and the whole dict, {@code __class__} included
     */
    public void registerDictToClass(String className,
            BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter) {
        dictToClass.put(className, converter);
    }

    /** Takes back what was registered here for a class name; does nothing if nothing was. */
    public void unregisterDictToClass(String className) {
        dictToClass.remove(className);
    }

    /** Whether a converter is registered, here or in a parent, for class dicts of a name. */
    public boolean convertsFrom(String className) {
        return converter(className) != null;
    }

    /** Whether a converter is registered, here or in a parent, for objects of a class. */
    public boolean convertsTo(Class<?> type) {
        return changesSoFar() > 0 && registeredForAnyOf(type) != null;
    }

    /** Decides what is made of received proxies; without it they are {@link ProxyState}s. Replaces what was set here. */
    public void receiveProxiesAs(Function<ProxyState, Object> maker) {
        proxies = maker;
    }

    /**
     * Sets what is asked first about every object that is not plain: for what is to travel instead, such as a
     * {@link ProxyState} or {@link RemoteReference}, or null if it has no opinion. A parent's is asked after its
     * child's. Replaces what was set here.
     */
    public void substitute(Function<Object, @Nullable Object> asked) {
        substitution = asked;
    }

    /**
     * A plain value in place of one that codecs do not know. Its parts may be values that need the same, and so may the
     * result itself (what an Optional holds, a substitute): the codec writes it as it writes any value.
     *
     * @throws SerializationException if objects of that class cannot travel, or their converter failed
     */
    public @Nullable Object toPlain(Object value, CodecContext context) {
        try {
            Object substitute = substituted(value);
            if (substitute != null) {
                return substitute;
            }
            return form(value.getClass()).of(value, context);
        } catch (PyroException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException("a " + value.getClass().getName()
                    + " cannot be sent, its conversion failed: " + e, e);
        }
    }

    private @Nullable Object substituted(Object value) {
        for (TypeRegistry level = this; level != null; level = level.parent) {
            Function<Object, @Nullable Object> asked = level.substitution;
            Object substitute = asked == null ? null : asked.apply(value);
            if (substitute != null) {
                return substitute;
            }
        }
        return null;
    }

    private PlainForm form(Class<?> type) {
        long current = changesSoFar();
        Forms known = forms;
        if (known.asOf() != current) {
            known = new Forms(current);
            forms = known;
        }
        PlainForm form = known.byClass().get(type);
        if (form == null) {
            form = findForm(type);
            known.byClass().put(type, form);
        }
        return form;
    }

    private long changesSoFar() {
        return changes.get() + (parent == null ? 0 : parent.changesSoFar());
    }

    private PlainForm findForm(Class<?> type) {
        PlainForm form = registeredForAnyOf(type);
        return form != null ? form : StandardForms.of(type);
    }

    private @Nullable PlainForm registeredForAnyOf(Class<?> type) {
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            PlainForm form = registered(level);
            if (form == null) {
                form = registeredForInterfaceOf(level);
            }
            if (form != null) {
                return form;
            }
        }
        return null;
    }

    private @Nullable PlainForm registeredForInterfaceOf(Class<?> type) {
        for (Class<?> next : type.getInterfaces()) {
            PlainForm form = registered(next);
            if (form == null) {
                form = registeredForInterfaceOf(next);
            }
            if (form != null) {
                return form;
            }
        }
        return null;
    }

    private @Nullable PlainForm registered(Class<?> type) {
        PlainForm form = classToDict.get(type);
        return form != null || parent == null ? form : parent.registered(type);
    }

    /**
     * What a dict with a {@code __class__} stands for.
     *
     * @param dict as it came, {@code __class__} included
     * @throws SerializationException if the dict of a class that is known is malformed, or its converter failed
     */
    public @Nullable Object fromClassDict(String className, Map<Object, @Nullable Object> dict,
            CodecContext context) {
        BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter = converter(
                className);
        if (converter != null) {
            return converted(className, dict, converter);
        }
        return switch (className) {
            case "float" -> PyroClasses.readFloat(dict);
            case NdArrayForm.CLASS -> NdArrayForm.fromDict(dict);
            case "Pyro4.core.URI", "Pyro5.core.URI" -> PyroClasses.readUri(className, dict);
            case "Pyro4.core.Proxy", "Pyro5.client.Proxy" ->
                received(PyroClasses.readProxy(className, dict));
            case "Pyro4.futures._ExceptionWrapper", "Pyro5.core._ExceptionWrapper" -> PyroClasses
                    .readWrapper(className, dict);
            default -> {
                Throwable exception = ExceptionMapping.fromDict(className, dict);
                yield exception != null ? exception : ClassDict.of(className, dict);
            }
        };
    }

    private @Nullable BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter(
            String className) {
        var converter = dictToClass.get(className);
        return converter != null || parent == null ? converter : parent.converter(className);
    }

    private static @Nullable Object converted(String className, Map<Object, @Nullable Object> dict,
            BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter) {
        Map<String, @Nullable Object> named = LinkedHashMap.newLinkedHashMap(dict.size());
        dict.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new SerializationException(
                        "dict of class " + className + " is malformed: its keys must be text, not "
                                + PythonNames.of(name));
            }
            named.put(text, value);
        });
        try {
            return converter.apply(className, named);
        } catch (PyroException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "the converter registered for class dicts of " + className + " failed: " + e,
                    e);
        }
    }

    private Object received(ProxyState proxy) {
        for (TypeRegistry level = this; level != null; level = level.parent) {
            Function<ProxyState, Object> maker = level.proxies;
            if (maker != null) {
                return maker.apply(proxy);
            }
        }
        return proxy;
    }

    /** The forms found since some number of registrations; with the next one all are looked for again. */
    private record Forms(long asOf, Map<Class<?>, PlainForm> byClass) {
        Forms(long asOf) {
            this(asOf, new ConcurrentHashMap<>());
        }
    }
}
