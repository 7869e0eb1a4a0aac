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
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * What is made of values that are not plain, and of class dicts. Safe to share between threads; what is registered
 * takes effect with the next value.
 *
 * <p>Out, in this order: a substitution (registered objects, typed views and others that travel as proxies), converters registered for the object's class or
 * the nearest superclass or interface, Pyro's own classes, exceptions ({@link ExceptionMapping}), Java's value types,
 * enums by name, records and beans with public getters as plain dicts. Dates and times become the text that Python's
 * {@code isoformat} gives, cut to microseconds, a Duration its seconds; UUID, BigDecimal, Path, URI and URL their text.
 * Classes of the JDK never count as beans.
 *
 * <p>In: converters registered for the class name, Pyro's own classes, exceptions, else {@link ClassDict}. No class is
 * ever loaded because a peer named it.
 *
 * <p>Converters for all peers of a daemon or proxy are handed to its builder, or stand in {@link io.jyro.PyroConfig#types};
 * what the builder was given comes first.
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
 * <p>A registry made by {@link #child} sees all registrations of its parent, also later ones, and its own come first.
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

    /** A new registry that knows what is built in. */
    public static TypeRegistry standard() {
        return new TypeRegistry(ClassConverters.none());
    }

    /** A new registry that knows what is built in, and converters that are registered elsewhere, now and later. */
    public static TypeRegistry over(ClassConverters converters) {
        return new TypeRegistry(converters);
    }

    /** A new registry that knows all that this one knows, now and later; what is registered in it stays its own. */
    public TypeRegistry child() {
        return new TypeRegistry(this);
    }

    /**
     * Decides what objects of a class, its subclasses and implementations become. A converter that wants to be understood
     * as a class puts {@code __class__} into its dict; stock Python refuses class names that it has no converter for. The
     * dict of an exception needs {@code __exception__} too, to be raised; then the remote traceback is added to it.
     *
     * @param converter gives a dict, never null; what it throws ends the call
     */
    @SuppressWarnings("unchecked")
    public <T> void registerClassToDict(Class<T> type,
            Function<? super T, ? extends Map<String, ?>> converter) {
        classToDict.put(type, (Function<Object, Map<String, ?>>) (Function<?, ?>) converter);
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
        changes.incrementAndGet();
    }

    /**
     * Makes class dicts of the name that {@link io.jyro.PyroType} gives a type values of that type, also where none is
     * declared: in untyped results, parameters of type Object, lists of anything.
     *
     * @throws IllegalArgumentException if the type has no name, or one that cannot be
     */
    public void registerNamed(Class<?> type) {
        String className = NamedTypes.nameOf(type);
        if (className == null) {
            throw new IllegalArgumentException(type.getName()
                    + " has no name on the wire; mark it with @PyroType or register a converter");
        }
        Binding binding = Binding.of(type);
        registerDictToClass(className, new BoundConverter(binding::bind));
    }

    /**
     * Rebuilds received exceptions of a Java class: a caller whose call threw one in another JVM catches that class
     * again, with the {@code RemoteCallException} that came as its cause. Without it, only classes that Jyro itself
     * throws are rebuilt, since a peer should not choose what is thrown here.
     *
     * <p>The public constructor with the most parameters that can be filled is called: by their names ({@code message},
     * and the getters of the class at the other end) if the class file has them, else one with a message or none.
     *
     * @throws IllegalArgumentException if the class has no public constructor that can be called so
     */
    public void registerException(Class<? extends Throwable> type) {
        registerDictToClass(type.getName(), new BoundConverter(new ExceptionMaker(type)::make));
    }

    /** Takes back what was registered here for a class name; does nothing if nothing was. */
    public void unregisterDictToClass(String className) {
        dictToClass.remove(className);
        changes.incrementAndGet();
    }

    /** Whether a converter is registered, here or in a parent, for class dicts of a name. */
    public boolean convertsFrom(String className) {
        return fromDict(className) != null;
    }

    /** Whether a converter is registered, here or in a parent, for objects of a class. */
    public boolean convertsTo(Class<?> type) {
        return changes() > 0 && registeredForAnyOf(type) != null;
    }

    /**
     * Whether an object has a meaning of its own as a value, so that it travels whole even if it could be iterated over: by
     * a converter, by its marker, as a proxy, or because it is a record, an enum or a value type of the JDK.
     */
    public boolean isValue(Object value) {
        return isReference(value) || convertsTo(value.getClass())
                || StandardForms.isValue(value.getClass());
    }

    /** Decides what is made of received proxies; without it they are {@link ProxyState}s. For the packages of Jyro. */
    public void receiveProxiesAs(Function<ProxyState, Object> maker) {
        proxies = maker;
    }

    /**
     * Sets what is asked first about every object that is not plain: for what is to travel instead, such as a
     * {@link ProxyState} or {@link RemoteReference}, or null if it has no opinion. A parent's is asked after its
     * child's. For the packages of Jyro.
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

    /** Whether an object travels as a proxy, or as something else that is set to travel in its place. */
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

    /** How often something was registered or taken back, here and in parents. */
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
     * What a dict with a {@code __class__} stands for.
     *
     * @param dict as it came, {@code __class__} included
     * @param budget of the payload that it came in
     * @throws SerializationException if the dict of a class that is known is malformed, or its converter failed
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
            case NdArrayForm.CLASS -> NdArrayForm.isOurs(dict)
                    ? NdArrayForm.fromDict(dict)
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

    /** What is made of an exception of Java that traveled under the name of a Python one. */
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

    /** The remote traceback must not be lost because a converter made an exception of its own. */
    private static void rememberOrigin(Throwable made, String className,
            Map<Object, @Nullable Object> dict) {
        PyroException origin = ExceptionMapping.fromDict(className, dict);
        if (origin != null && made.getCause() == null) {
            try {
                made.initCause(origin);
            } catch (IllegalStateException e) { // it was made with a cause of null
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

    /** What is registered here, without what parents know. */
    @Override
    public String toString() {
        return "TypeRegistry[" + Stream.concat(classToDict.keySet().stream().map(Class::getName),
                dictToClass.keySet().stream()).sorted().collect(Collectors.joining(", ")) + "]";
    }

    /** Makes class dicts values of a declared type, within the budget of their payload. */
    private record BoundConverter(
            BiFunction<Map<String, @Nullable Object>, DecodeBudget, @Nullable Object> maker)
            implements
                BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> {
        @Override
        public @Nullable Object apply(String className, Map<String, @Nullable Object> dict) {
            return maker.apply(dict, DecodeBudget.ofNoPayload());
        }
    }

    /** The forms found since some number of registrations; with the next one all are looked for again. */
    private record Forms(long asOf, Map<Class<?>, PlainForm> byClass) {
        Forms(long asOf) {
            this(asOf, new ConcurrentHashMap<>());
        }
    }
}
