package io.jyro.serialize.bind;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Binding of a sealed type: the name of a class dict selects one of the permitted classes, at any depth. A class with a
 * {@link io.jyro.PyroType} is found only by that name; others by their full Java name, or by their simple name in any
 * module of the peer.
 */
final class SealedBinding extends ObjectBinding {
    private final List<Choice> choices = new ArrayList<>();
    private final Map<String, Choice> byFullName = new HashMap<>();
    private final Map<String, Choice> bySimpleName = new HashMap<>();
    /** The binding of the type itself, if it is a class that can be instantiated. */
    private final @Nullable Binding own;

    SealedBinding(Class<?> type, Type declared, Map<TypeVariable<?>, Binding> arguments) {
        super(type, declared);
        gather(type, arguments, new HashSet<>());
        Binding fields = Modifier.isAbstract(type.getModifiers())
                ? null
                : Bindings.ofFields(type, declared, arguments);
        own = fields instanceof InstanceBinding ? null : fields;
        Set<String> ambiguous = new HashSet<>();
        for (Choice choice : choices) {
            name(choice, ambiguous);
        }
        bySimpleName.keySet().removeAll(ambiguous);
    }

    private void gather(Class<?> sealed, Map<TypeVariable<?>, Binding> scope, Set<Class<?>> seen) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (!seen.add(permitted)) {
                continue;
            }
            Map<TypeVariable<?>, Binding> inner = scopeOf(permitted, sealed, scope);
            if (permitted.isSealed() && !permitted.isEnum()) {
                gather(permitted, inner, seen);
            }
            Binding binding = permitted.isEnum()
                    ? new EnumBinding(permitted)
                    : Bindings.ofFields(permitted, permitted, inner);
            if (!(binding instanceof InstanceBinding)) {
                choices.add(new Choice(permitted, NamedTypes.nameOf(permitted), binding));
            }
        }
    }

    /** Resolves the type variables that a permitted class passes on to the sealed type. */
    private static Map<TypeVariable<?>, Binding> scopeOf(Class<?> permitted, Class<?> sealed,
            Map<TypeVariable<?>, Binding> scope) {
        Map<TypeVariable<?>, Binding> inner = new HashMap<>();
        Stream<Type> above = Stream.concat(Stream.ofNullable(permitted.getGenericSuperclass()),
                Stream.of(permitted.getGenericInterfaces()));
        above.forEach(type -> {
            if (type instanceof ParameterizedType generic && generic.getRawType() == sealed) {
                for (int i = 0; i < sealed.getTypeParameters().length; i++) {
                    Binding meant = scope.get(sealed.getTypeParameters()[i]);
                    if (generic.getActualTypeArguments()[i] instanceof TypeVariable<?> variable
                            && meant != null) {
                        inner.put(variable, meant);
                    }
                }
            }
        });
        return inner;
    }

    private void name(Choice choice, Set<String> ambiguous) {
        String className = choice.className();
        if (className == null) {
            byFullName.put(choice.type().getName(), choice);
            byFullName.put(choice.type().getTypeName().replace('$', '.'), choice);
            if (bySimpleName.put(choice.type().getSimpleName(), choice) != null) {
                ambiguous.add(choice.type().getSimpleName());
            }
        } else {
            Choice other = byFullName.put(className, choice);
            if (other != null) {
                throw new IllegalArgumentException("both " + other.type().getName() + " and "
                        + choice.type().getName() + " are marked as @PyroType(\"" + className
                        + "\"); a class dict of that name could be either");
            }
        }
    }

    @Override
    @Nullable
    Object convertOther(Object plain, ConversionBudget budget) {
        Binding chosen = chosen(plain);
        if (chosen == null && plain instanceof RemoteReference) {
            return local(plain);
        }
        if (chosen == null) {
            throw mismatch(describe(plain), null);
        }
        return chosen.bind(plain, budget);
    }

    private @Nullable Binding chosen(Object plain) {
        if (plain instanceof CharSequence text) {
            return ofConstant(text.toString());
        }
        if (NamedTypes.entries(plain) == null) {
            return null;
        }
        String className = NamedTypes.classOf(plain);
        if (className == null) {
            return own;
        }
        Choice choice = byFullName.get(className);
        if (choice == null) {
            choice = bySimpleName.get(className.substring(className.lastIndexOf('.') + 1));
        }
        return choice == null ? own : choice.binding();
    }

    /** Returns the binding of the only permitted enum with a constant of that name, or null. */
    private @Nullable Binding ofConstant(String name) {
        EnumBinding found = null;
        for (Choice choice : choices) {
            if (choice.binding() instanceof EnumBinding constants && constants.has(name)) {
                if (found != null) {
                    return null;
                }
                found = constants;
            }
        }
        return found;
    }

    private String describe(Object plain) {
        String names = choices.stream().map(Choice::shown).collect(Collectors.joining(", "));
        if (NamedTypes.classOf(plain) != null) {
            return PythonNames.of(plain) + ", which is none of " + names;
        }
        return NamedTypes.entries(plain) != null
                ? "dict without a __class__, which would say which of " + names + " it is"
                : PythonNames.of(plain);
    }

    @Override
    int fitOther(Object plain, ConversionBudget budget) {
        Binding chosen = chosen(plain);
        return chosen == null ? fitOfLocal(plain) : chosen.score(plain, budget);
    }

    private record Choice(Class<?> type, @Nullable String className, Binding binding) {
        String shown() {
            return className == null ? type.getSimpleName() : className;
        }
    }
}
