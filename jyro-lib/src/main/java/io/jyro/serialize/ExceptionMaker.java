package io.jyro.serialize;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import org.jspecify.annotations.Nullable;

/** Rebuilds exceptions of one Java class from their message and their named properties. */
final class ExceptionMaker {
    private static final String MESSAGE = "message";

    private final Class<?> type;
    private final List<Way> ways;

    /** A constructor with the names and bindings of its parameters. */
    private record Way(Constructor<?> constructor, List<String> names, List<Binding> bindings) {}

    /** @throws IllegalArgumentException if the class has no suitable public constructor */
    ExceptionMaker(Class<? extends Throwable> type) {
        this.type = type;
        ways = Stream.<Constructor<?>>of(type.getConstructors()).map(ExceptionMaker::way)
                .filter(way -> way != null)
                .sorted(Comparator.comparingInt((Way way) -> -way.names().size())).toList();
        if (ways.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " cannot be rebuilt: it needs a"
                    + " public constructor with a message or without parameters, or one whose"
                    + " parameters have their names (compile it with -parameters); or register a"
                    + " converter with registerDictToClass");
        }
    }

    private static @Nullable Way way(Constructor<?> constructor) {
        List<String> names = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            boolean isMessage = constructor.getParameterCount() == 1
                    && parameter.getType() == String.class;
            if (!parameter.isNamePresent() && !isMessage
                    || Throwable.class.isAssignableFrom(parameter.getType())) {
                return null;
            }
            names.add(parameter.isNamePresent() ? parameter.getName() : MESSAGE);
            bindings.add(Bindings.of(parameter.getParameterizedType()));
        }
        return constructor.trySetAccessible() ? new Way(constructor, names, bindings) : null;
    }

    /** Creates an exception from the class dict of one. */
    Throwable make(Map<String, @Nullable Object> dict, DecodeBudget budget) {
        Object message = dict.get("args") instanceof List<?> args && !args.isEmpty()
                ? args.get(0)
                : null;
        Map<?, ?> attributes = dict.get("attributes") instanceof Map<?, ?> given ? given : Map.of();
        for (Way way : ways) {
            @Nullable
            Object[] arguments = arguments(way, message, attributes, budget);
            if (arguments != null) {
                return made(way, arguments);
            }
        }
        throw new SerializationException("a " + type.getName() + " cannot be rebuilt: the"
                + " received message and attributes do not fit the parameters of any of its"
                + " constructors");
    }

    private static @Nullable Object @Nullable [] arguments(Way way, @Nullable Object message,
            Map<?, ?> attributes, DecodeBudget budget) {
        @Nullable
        Object[] arguments = new @Nullable Object[way.names().size()];
        for (int i = 0; i < arguments.length; i++) {
            String name = way.names().get(i);
            boolean isOnlyText = arguments.length == 1
                    && way.constructor().getParameterTypes()[0] == String.class;
            Object given = attributes.get(name);
            if (given == null && (isOnlyText || name.equals(MESSAGE))) {
                given = message;
            } else if (given == null && !attributes.containsKey(name)) {
                return null;
            }
            if (way.bindings().get(i).score(given, budget) == Binding.UNFIT) {
                return null;
            }
            arguments[i] = way.bindings().get(i).bind(given, budget);
        }
        return arguments;
    }

    private Throwable made(Way way, @Nullable Object[] arguments) {
        try {
            return (Throwable) way.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new SerializationException("a " + type.getName()
                    + " cannot be rebuilt, its constructor failed: "
                    + RemoteText.described(e.getTargetException()), e);
        } catch (ReflectiveOperationException e) {
            throw new SerializationException("a " + type.getName() + " cannot be rebuilt", e);
        }
    }
}
