package io.jyro.serialize;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jyro.ClassConverters;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.bind.NamedTypes;
import io.jyro.serialize.bind.NdArrays;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.PythonNames;
import io.jyro.serialize.bind.RemoteReference;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * Converts values that are not plain to plain ones, and class dicts to objects. Thread-safe; a registration takes
 * effect with the next value.
 *
 * <p>Values to be sent are converted, in this order, by: a substitution (registered objects, typed views and others
 * that are sent as proxies), converters registered for the object's class or the nearest superclass or interface,
 * Pyro's own classes, exceptions ({@link ExceptionMapping}), Java's value types, enums by name, records and beans with
 * public getters as plain dicts. Dates and times become the text of Python's {@code isoformat}, truncated to
 * microseconds, a Duration its seconds; UUID, BigDecimal, Path, URI and URL their text. Classes of the JDK never count
 * as beans.
 *
 * <p>Received class dicts are converted by converters registered for the class name, as Pyro's own classes, or as
 * exceptions; all others become {@link ClassDict}s. No class is ever loaded because a peer named it.
 *
 * <p>The converters of a daemon or proxy are passed to its builder, or set in {@link io.jyro.PyroConfig#types}; those
 * of the builder are used first.
 *
 * {@snippet :
 * TypeRegistry types = TypeRegistry.standard();
 * types.registerClassToDict(Point.class,
 *         point -> Map.of("__class__", "acme.Point", "x", point.x(), "y", point.y()));
 * types.registerDictToClass("acme.Point",
 *         (name, dict) -> new Point((Integer) dict.get("x"), (Integer) dict.get("y")));
 * Daemon daemon = Daemon.builder().types(types).start();
 * }
 *
 * <p>A registry created by {@link #child} uses its own registrations first, then those of its parent, including later
 * ones.
 *
 * @see "docs/protocol.md, 4 Types"
 */
public final class TypeRegistry implements ClassConverters {
    private final ClassConverters parent;
    private final Map<Class<?>, Function<Object, ? extends Map<String, ?>>> classToDict = new ConcurrentHashMap<>();
    private final Map<String, BiFunction<String, Map<String, @Nullable Object>, @Nullable Object>> dictToClass = new ConcurrentHashMap<>();
    private volatile @Nullable Function<Object, @Nullable Object> substitution;
    private volatile @Nullable Function<ProxyState, Object> proxies;

    private final AtomicLong changes = new AtomicLong();
    private volatile Forms forms = new Forms(-1);

    private TypeRegistry(ClassConverters parent) {
        this.parent = parent;
    }

    /** Creates a registry with only the built-in conversions. */
    public static TypeRegistry standard() {
        return new TypeRegistry(ClassConverters.none());
    }

    /**
     * Creates a registry with the built-in conversions and the converters that are registered elsewhere, now and later.
     */
    public static TypeRegistry over(ClassConverters converters) {
        return new TypeRegistry(converters);
    }

    /**
     * Creates a registry that includes all registrations of this one, now and later; its own registrations do not
     * affect this one.
     */
    public TypeRegistry child() {
        return new TypeRegistry(this);
    }

    /**
     * Registers a converter for objects of a class, its subclasses and implementations. To be received as an instance
     * of a class, the dict needs a {@code __class__}; stock Python refuses class names for which it has no converter.
     * To be raised as an exception, the dict also needs {@code __exception__}; the traceback is then added to it.
     *
     * @param converter returns a dict, never null; its exceptions make the call fail
     */
    @SuppressWarnings("unchecked")
    public <T> void registerClassToDict(Class<T> type,
            Function<? super T, ? extends Map<String, ?>> converter) {
        classToDict.put(type, (Function<Object, Map<String, ?>>) (Function<?, ?>) converter);
        changes.incrementAndGet();
    }

    /** Removes the converter registered here for exactly this class, if there is one. */
    public void unregisterClassToDict(Class<?> type) {
        classToDict.remove(type);
        changes.incrementAndGet();
    }

    /**
     * Registers a converter for class dicts of a name, which may be a name with a built-in conversion.
     *
     * @param converter receives the class name and the whole dict, including {@code __class__}
     */
    public void registerDictToClass(String className,
            BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter) {
        dictToClass.put(className, converter);
        changes.incrementAndGet();
    }

    /**
     * Registers a type with a {@link io.jyro.PyroType}, so that class dicts of its name become values of the type even
     * if no type is declared: in untyped results, parameters of type Object, and untyped lists.
     *
     * @throws IllegalArgumentException if the type has no name, or an invalid one
     */
    public void registerNamed(Class<?> type) {
        String className = NamedTypes.nameOf(type);
        if (className == null) {
            throw new IllegalArgumentException(type.getName()
                    + " has no name on the wire; mark it with @PyroType or register a converter");
        }
        Binding binding = Bindings.of(type);
        registerDictToClass(className, new BoundConverter(binding::bind));
    }

    /**
     * Registers a Java exception class, so that a caller catches it when its call threw one in another JVM, with the
     * received {@code RemoteCallException} as its cause. Other classes, except Jyro's own, are not rebuilt, since a
     * peer should not choose what is thrown here.
     *
     * <p>Of the public constructors, the one with the most parameters that can be filled is used: by their names
     * ({@code message}, and the getters of the class at the peer) if the class file has them, otherwise one with a
     * message or none.
     *
     * @throws IllegalArgumentException if the class has no suitable public constructor
     */
    public void registerException(Class<? extends Throwable> type) {
        registerDictToClass(type.getName(), new BoundConverter(new ExceptionMaker(type)::make));
    }

    /** Removes the converter registered here for a class name, if there is one. */
    public void unregisterDictToClass(String className) {
        dictToClass.remove(className);
        changes.incrementAndGet();
    }

    /** Returns whether a converter is registered, here or in a parent, for class dicts of a name. */
    public boolean convertsFrom(String className) {
        return fromDict(className) != null;
    }

    /** Returns whether a converter is registered, here or in a parent, for objects of a class. */
    public boolean convertsTo(Class<?> type) {
        return changes() > 0 && registeredForAnyOf(type) != null;
    }

    /**
     * Returns whether an object is sent as a value even if it is iterable: it has a converter or a marker, is sent as a
     * proxy, or is a record, an enum or a value type of the JDK.
     */
    public boolean isValue(Object value) {
        return isReference(value) || convertsTo(value.getClass())
                || StandardForms.isValue(value.getClass());
    }

    /** Sets the conversion of received proxies; without it they are {@link ProxyState}s. For the packages of Jyro. */
    public void receiveProxiesAs(Function<ProxyState, Object> maker) {
        proxies = maker;
    }

    /**
     * Sets the function that is called first for every object that is not plain. It returns an object to send instead,
     * such as a {@link ProxyState} or {@link RemoteReference}, or null for no substitution. That of a parent is called
     * after that of its child. For the packages of Jyro.
     */
    public void substitute(Function<Object, @Nullable Object> asked) {
        substitution = asked;
    }

    /**
     * Returns a plain value in place of one that codecs do not know. Its parts may have to be converted as well, and so
     * may the result itself (the content of an Optional, a substitute): the codec writes it like any value.
     *
     * @throws SerializationException if objects of that class cannot be sent, or their converter failed
     */
    public @Nullable Object toPlain(Object value, CodecContext context) {
        try {
            Object substitute = substitute(value);
            if (substitute != null) {
                return substitute;
            }
            return form(value.getClass()).of(value, context);
        } catch (PyroException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException("a " + value.getClass().getName()
                    + " cannot be sent, its conversion failed: " + RemoteText.described(e), e);
        }
    }

    /** Returns whether an object is replaced by a substitution, such as a proxy, when it is sent. */
    public boolean isReference(Object value) {
        return substitute(value) != null;
    }

    private @Nullable Object substitute(Object value) {
        return value instanceof Proxy
                && Proxy.getInvocationHandler(value) instanceof RemoteReference view
                        ? view
                        : substituted(value);
    }

    private @Nullable Object substituted(Object value) {
        Function<Object, @Nullable Object> asked = substitution;
        Object substitute = asked == null ? null : asked.apply(value);
        return substitute == null && parent instanceof TypeRegistry above
                ? above.substituted(value)
                : substitute;
    }

    private PlainForm form(Class<?> type) {
        long current = changes();
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

    /** Returns how often converters have been registered or removed, here and in parents. */
    @Override
    public long changes() {
        return changes.get() + parent.changes();
    }

    private PlainForm findForm(Class<?> type) {
        Function<Object, ? extends Map<String, ?>> converter = registeredForAnyOf(type);
        return converter != null ? new ConvertedForm(converter) : StandardForms.of(type);
    }

    private @Nullable Function<Object, ? extends Map<String, ?>> registeredForAnyOf(Class<?> type) {
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            Function<Object, ? extends Map<String, ?>> converter = toDict(level);
            if (converter == null) {
                converter = registeredForInterfaceOf(level);
            }
            if (converter != null) {
                return converter;
            }
        }
        return null;
    }

    private @Nullable Function<Object, ? extends Map<String, ?>> registeredForInterfaceOf(
            Class<?> type) {
        for (Class<?> next : type.getInterfaces()) {
            Function<Object, ? extends Map<String, ?>> converter = toDict(next);
            if (converter == null) {
                converter = registeredForInterfaceOf(next);
            }
            if (converter != null) {
                return converter;
            }
        }
        return null;
    }

    @Override
    public @Nullable Function<Object, ? extends Map<String, ?>> toDict(Class<?> type) {
        Function<Object, ? extends Map<String, ?>> converter = classToDict.get(type);
        return converter != null ? converter : parent.toDict(type);
    }

    /**
     * Converts a dict with a {@code __class__}.
     *
     * @param dict the received dict, including {@code __class__}
     * @param budget the budget of its payload
     * @throws SerializationException if the dict of a known class is malformed, or its converter failed
     */
    public @Nullable Object fromClassDict(String className, Map<Object, @Nullable Object> dict,
            DecodeBudget budget) {
        BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter = fromDict(
                className);
        if (converter != null) {
            return converted(className, dict, converter, budget);
        }
        return switch (className) {
            case "float" -> PyroClasses.readFloat(dict);
            case NdArrays.CLASS -> NdArrayForm.isOurs(dict)
                    ? NdArrayForm.fromDict(dict, budget)
                    : ClassDict.of(className, dict);
            case "Pyro4.core.URI", "Pyro5.core.URI" -> PyroClasses.readUri(className, dict);
            case "Pyro4.core.Proxy", "Pyro5.client.Proxy" ->
                received(PyroClasses.readProxy(className, dict));
            case "Pyro4.futures._ExceptionWrapper", "Pyro5.core._ExceptionWrapper" -> PyroClasses
                    .readWrapper(className, dict);
            default -> {
                PyroException exception = ExceptionMapping.fromDict(className, dict);
                yield exception == null
                        ? ClassDict.of(className, dict)
                        : ofJava(exception, className, dict, budget);
            }
        };
    }

    /** Converts a Java exception that was sent under the name of a Python one, if its class is registered. */
    private @Nullable Object ofJava(PyroException exception, String className,
            Map<Object, @Nullable Object> dict, DecodeBudget budget) {
        if (!(exception instanceof RemoteCallException remote)
                || remote.remoteType().equals(className)) {
            return exception;
        }
        BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter = fromDict(
                remote.remoteType());
        return converter == null ? exception : converted(className, dict, converter, budget);
    }

    @Override
    public @Nullable BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> fromDict(
            String className) {
        var converter = dictToClass.get(className);
        return converter != null ? converter : parent.fromDict(className);
    }

    private static @Nullable Object converted(String className, Map<Object, @Nullable Object> dict,
            BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> converter,
            DecodeBudget budget) {
        Map<String, @Nullable Object> named = LinkedHashMap.newLinkedHashMap(dict.size());
        dict.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new SerializationException(
                        "dict of class " + RemoteText.shown(className)
                                + " is malformed: its keys must be text, not "
                                + PythonNames.of(name));
            }
            named.put(text, value);
        });
        try {
            Object made = converter instanceof BoundConverter bound
                    ? bound.maker.apply(named, budget)
                    : converter.apply(className, named);
            if (made instanceof Throwable thrown) {
                rememberOrigin(thrown, className, dict);
            }
            return made;
        } catch (PyroException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "the converter registered for class dicts of " + RemoteText.shown(className)
                            + " failed: " + RemoteText.described(e),
                    e);
        }
    }

    /** Attaches the remote exception to the one that a converter created, so that the remote traceback is not lost. */
    private static void rememberOrigin(Throwable made, String className,
            Map<Object, @Nullable Object> dict) {
        PyroException origin = ExceptionMapping.fromDict(className, dict);
        if (origin != null && made.getCause() == null) {
            try {
                made.initCause(origin);
            } catch (IllegalStateException e) { // it was created with an explicit cause of null
                made.addSuppressed(origin);
            }
        }
    }

    private Object received(ProxyState proxy) {
        Function<ProxyState, Object> maker = proxies;
        if (maker != null) {
            return maker.apply(proxy);
        }
        return parent instanceof TypeRegistry above ? above.received(proxy) : proxy;
    }

    /** Returns the registrations made here, without those of parents. */
    @Override
    public String toString() {
        return "TypeRegistry[" + Stream.concat(classToDict.keySet().stream().map(Class::getName),
                dictToClass.keySet().stream()).sorted().collect(Collectors.joining(", ")) + "]";
    }

    /** A converter to a declared type that uses the budget of the payload. */
    private record BoundConverter(
            BiFunction<Map<String, @Nullable Object>, DecodeBudget, @Nullable Object> maker)
            implements
                BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> {
        @Override
        public @Nullable Object apply(String className, Map<String, @Nullable Object> dict) {
            return maker.apply(dict, DecodeBudget.ofNoPayload());
        }
    }

    /** A cache of forms. It is valid for one number of registrations, and discarded when that number changes. */
    private record Forms(long asOf, Map<Class<?>, PlainForm> byClass) {
        Forms(long asOf) {
            this(asOf, new ConcurrentHashMap<>());
        }
    }
}
