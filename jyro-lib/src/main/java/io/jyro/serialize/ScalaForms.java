package io.jyro.serialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jyro.SerializationException;
import io.jyro.serialize.bind.ScalaMethod;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The forms of Scala's values: collections become lists, sets and dicts, tuples become tuples, and an option becomes
 * its content. Classes are recognized by the names of Scala's own types among their supertypes.
 */
final class ScalaForms {
    private static final List<String> ENDLESS = List.of("scala.collection.Iterator",
            "scala.collection.immutable.LazyList", "scala.collection.immutable.Stream",
            "scala.collection.View");

    private ScalaForms() {}

    /** Returns the form of a class; null if the class is not one of these. */
    static @Nullable PlainForm of(Class<?> type) {
        if (isEndless(type)) {
            return (value, context) -> {
                throw new SerializationException(type.getName()
                        + " cannot be sent, since it may have no end; send its toList, or return"
                        + " scala.jdk.javaapi.CollectionConverters.asJava of its iterator from the"
                        + " method, so that its items are streamed");
            };
        }
        try {
            return ofScala(type);
        } catch (ReflectiveOperationException e) { // a version of Scala with other methods
            return null;
        }
    }

    private static boolean isEndless(Class<?> type) {
        for (String name : ENDLESS) {
            if (ScalaMethod.above(type, name) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable PlainForm ofScala(Class<?> type) throws ReflectiveOperationException {
        Class<?> collection = ScalaMethod.above(type, "scala.collection.Iterable");
        if (collection != null) {
            return ofCollection(type, Walk.of(collection));
        }
        Class<?> option = ScalaMethod.above(type, "scala.Option");
        if (option != null) {
            ScalaMethod isEmpty = ScalaMethod.getter(option, "isEmpty");
            ScalaMethod get = ScalaMethod.getter(option, "get");
            return (value, context) -> Boolean.TRUE.equals(isEmpty.call(value))
                    ? null
                    : get.call(value);
        }
        if (type.getName().equals("scala.runtime.BoxedUnit")) {
            return (value, context) -> null;
        }
        Class<?> tuple = tuple(type);
        return tuple == null ? null : ofTuple(tuple);
    }

    private static PlainForm ofCollection(Class<?> type, Walk walk) {
        if (ScalaMethod.above(type, "scala.collection.Map") != null) {
            return (map, context) -> dict(walk.elements(map, new ArrayList<>()), context);
        }
        return ScalaMethod.above(type, "scala.collection.Set") != null
                ? (set, context) -> walk.elements(set, new LinkedHashSet<>())
                : (list, context) -> walk.elements(list, new ArrayList<>());
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private static Map<Object, @Nullable Object> dict(Collection<@Nullable Object> pairs,
            FormContext context) {
        Map<Object, @Nullable Object> dict = LinkedHashMap.newLinkedHashMap(pairs.size());
        for (Object pair : pairs) {
            if (StandardForms.of(pair.getClass()).of(pair, context) instanceof Tuple entry) {
                dict.put(entry.get(0), entry.get(1));
            }
        }
        return dict;
    }

    /**
     * Returns the class such as Tuple2 of a tuple; tuples of numbers have subclasses, such as {@code Tuple2$mcII$sp}.
     */
    private static @Nullable Class<?> tuple(Class<?> type) {
        Class<?> above = type.getSuperclass();
        Class<?> tuple = above == null || above == Object.class ? type : above;
        return tuple.getName().startsWith("scala.Tuple") ? tuple : null;
    }

    private static PlainForm ofTuple(Class<?> tuple) throws ReflectiveOperationException {
        List<ScalaMethod> parts = new ArrayList<>();
        for (int i = 1; i <= tuple.getTypeParameters().length; i++) {
            parts.add(ScalaMethod.getter(tuple, "_" + i));
        }
        return (value, context) -> {
            List<@Nullable Object> elements = new ArrayList<>();
            parts.forEach(part -> elements.add(part.call(value)));
            return Tuple.copyOf(elements);
        };
    }

    /** The methods that iterate over a collection. */
    private record Walk(ScalaMethod iterator, ScalaMethod hasNext, ScalaMethod next) {
        static Walk of(Class<?> collection) throws ReflectiveOperationException {
            Class<?> iterator = collection.getMethod("iterator").getReturnType();
            return new Walk(ScalaMethod.getter(collection, "iterator"),
                    ScalaMethod.getter(iterator, "hasNext"), ScalaMethod.getter(iterator, "next"));
        }

        Collection<@Nullable Object> elements(Object collection,
                Collection<@Nullable Object> into) {
            Object items = Objects.requireNonNull(iterator.call(collection));
            while (Boolean.TRUE.equals(hasNext.call(items))) {
                into.add(next.call(items));
            }
            return into;
        }
    }
}
