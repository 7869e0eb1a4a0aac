package io.jyro.server.objects;

import java.io.Closeable;
import java.lang.annotation.Annotation;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.jyro.Attribute;
import io.jyro.Behavior;
import io.jyro.Callback;
import io.jyro.Expose;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.RemoteName;
import io.jyro.rpc.AttributeName;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Determines the exposed members of a class from its own annotations, those of its superclasses and interfaces, and the
 * rules for members that are never exposed (docs/protocol.md, 5.2).
 */
final class ExposureReader {
    private static final List<Class<? extends Annotation>> MARKERS = List.of(Expose.class,
            Attribute.class,
            Oneway.class, Callback.class, RemoteName.class);
    // The methods of these interfaces are meant for the owner of an object, who closes, runs or sorts it. All of their
    // abstract methods count.
    private static final Set<Class<?>> FOR_THE_OWNER = Set.of(AutoCloseable.class, Closeable.class,
            Runnable.class, Callable.class, Comparable.class);

    private final Class<?> type;
    private final List<Class<?>> lineage = new ArrayList<>();
    private final Map<TypeVariable<?>, Type> variables = new HashMap<>();
    private final Map<String, List<ExposedMember>> methods = new TreeMap<>();
    private final Map<String, ExposedClass.ExposedAttribute> attributes = new TreeMap<>();
    private final Set<String> oneway = new LinkedHashSet<>();

    private ExposureReader(Class<?> type) {
        this.type = type;
        gather(type);
    }

    /**
     * Reads the exposed members of a class.
     *
     * @throws IllegalArgumentException if an annotation is misplaced; the message names the place
     */
    static ExposedClass read(Class<?> type) {
        ExposureReader reader = new ExposureReader(type);
        reader.refuseMarkersOnHiddenMethods();
        Method[] all = methodsBesideThoseOfObject(type);
        // The JVM returns methods in no particular order, on which the choice between equally good overloads should not
        // depend.
        Arrays.sort(all, new ByNameAndText());
        for (Method method : all) {
            reader.consider(method);
        }
        Metadata metadata = new Metadata(reader.methods.keySet(), reader.oneway,
                reader.attributes.keySet());
        return new ExposedClass(type, metadata, reader.behavior(),
                new LinkedHashMap<>(reader.methods), new LinkedHashMap<>(reader.attributes));
    }

    private static final class ByNameAndText implements Comparator<Method> {
        @Override
        public int compare(Method one, Method other) {
            int byName = one.getName().compareTo(other.getName());
            return byName == 0 ? one.toString().compareTo(other.toString()) : byName;
        }
    }

    // The nearest annotation counts, like the nearest attribute of a class in Python.
    private @Nullable Behavior behavior() {
        for (Class<?> owner : lineage) {
            Behavior behavior = owner.getAnnotation(Behavior.class);
            if (behavior != null) {
                return behavior;
            }
        }
        return null;
    }

    private void gather(@Nullable Class<?> from) {
        if (from != null && from != Object.class && !lineage.contains(from)) {
            lineage.add(from);
            bindVariables(from.getGenericSuperclass());
            gather(from.getSuperclass());
            for (Type implemented : from.getGenericInterfaces()) {
                bindVariables(implemented);
            }
            for (Class<?> implemented : from.getInterfaces()) {
                gather(implemented);
            }
        }
    }

    private void bindVariables(@Nullable Type inherited) {
        if (inherited instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] parameters = raw.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                variables.putIfAbsent(parameters[i], generic.getActualTypeArguments()[i]);
            }
        }
    }

    private void refuseMarkersOnHiddenMethods() {
        for (Class<?> owner : lineage) {
            for (Method method : owner.getDeclaredMethods()) {
                if (method.isSynthetic()) {
                    continue;
                }
                for (Class<? extends Annotation> marker : MARKERS) {
                    if (method.isAnnotationPresent(marker)
                            && !Modifier.isPublic(method.getModifiers())) {
                        throw new IllegalArgumentException("@" + marker.getSimpleName()
                                + " is on " + method + ", which is not public; make it public or"
                                + " remove the annotation");
                    }
                }
                if (method.isAnnotationPresent(Expose.class) && isSuspending(method)) {
                    throw new IllegalArgumentException("@Expose is on " + method
                            + ", which is a suspend function of Kotlin; expose a function that"
                            + " runs it, with runBlocking or as a CompletableFuture");
                }
                if (method.isAnnotationPresent(Expose.class)
                        && PrivateNames.contains(nameOf(method))) {
                    throw new IllegalArgumentException(
                            "exposing private names (starting with _) is not allowed: "
                                    + method
                                    + "; rename it, or give it another name with @RemoteName");
                }
            }
        }
    }

    /** Returns whether a method was added by a compiler, or only code from its own compiler can call it. */
    private static boolean isOfTheCompiler(Method method) {
        return method.isSynthetic() || method.getName().indexOf('$') >= 0 || isSuspending(method);
    }

    private static boolean isSuspending(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length > 0 && parameters[parameters.length - 1].getName()
                .equals("kotlin.coroutines.Continuation");
    }

    private void consider(Method found) {
        Method method = found.isBridge() ? inheritedBehind(found) : found;
        if (method == null || isOfTheCompiler(method) || overridesObject(method)) {
            return;
        }
        List<Method> declarations = declarations(method);
        if (!isAnyMarked(declarations)
                || isForTheOwner(declarations) && !isMeantForClients(declarations)) {
            return;
        }
        Method attribute = firstWith(Attribute.class, declarations);
        if (attribute == null) {
            addMethod(method, declarations);
        } else {
            addAttribute(method, attribute, declarations);
        }
    }

    private static boolean isAnyMarked(List<Method> declarations) {
        for (Method declaration : declarations) {
            if (isMarked(declaration)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Method firstWith(Class<? extends Annotation> marker,
            List<Method> declarations) {
        for (Method declaration : declarations) {
            if (declaration.isAnnotationPresent(marker)) {
                return declaration;
            }
        }
        return null;
    }

    private void addMethod(Method method, List<Method> declarations) {
        Method named = firstWith(RemoteName.class, declarations);
        String name = named == null ? spelled(method.getName()) : nameOf(named);
        if (PrivateNames.contains(name)) {
            return;
        }
        List<ExposedMember> overloads = methods.get(name);
        if (overloads == null) {
            overloads = new ArrayList<>();
            methods.put(name, overloads);
        }
        overloads.add(ExposedMember.method(method, name, type, declarations));
        if (firstWith(Oneway.class, declarations) != null) {
            oneway.add(name);
        }
    }

    private void addAttribute(Method accessor, Method marked, List<Method> declarations) {
        String name = spelled(AttributeName.of(marked));
        if (PrivateNames.contains(name)) {
            return;
        }
        ExposedClass.ExposedAttribute before = attributes.getOrDefault(name,
                new ExposedClass.ExposedAttribute(null, null));
        ExposedMember member = ExposedMember.accessor(accessor, name, type, declarations);
        ExposedMember rival = accessor.getParameterCount() == 0 ? before.getter() : before.setter();
        if (rival != null) {
            throw new IllegalArgumentException(
                    "the remote attribute '" + name + "' has two accessors of the same kind: "
                            + rival.method() + " and " + accessor + "; mark one of them");
        }
        switch (accessor.getParameterCount()) {
            case 0 ->
                attributes.put(name, new ExposedClass.ExposedAttribute(member, before.setter()));
            case 1 ->
                attributes.put(name, new ExposedClass.ExposedAttribute(before.getter(), member));
            default -> throw new IllegalArgumentException(
                    "@Attribute is on " + accessor + ", which is not an accessor: it should read"
                            + " (no parameter) or write (one parameter)");
        }
    }

    // The methods of Object are never exposed.
    private static Method[] methodsBesideThoseOfObject(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() != Object.class) {
                methods.add(method);
            }
        }
        return methods.toArray(new Method[0]);
    }

    // Returns the method itself and all methods that it overrides or implements.
    private List<Method> declarations(Method method) {
        List<Method> declarations = new ArrayList<>();
        if (Modifier.isStatic(method.getModifiers())) {
            declarations.add(method);
            return declarations;
        }
        for (Class<?> owner : lineage) {
            for (Method declared : owner.getDeclaredMethods()) {
                if (!declared.isSynthetic() && !Modifier.isStatic(declared.getModifiers())
                        && !Modifier.isPrivate(declared.getModifiers())
                        && isOverriddenBy(declared, method)) {
                    declarations.add(declared);
                }
            }
        }
        return declarations;
    }

    private boolean isOverriddenBy(Method declared, Method method) {
        return declared.getName().equals(method.getName())
                && Arrays.equals(parametersOf(declared), parametersOf(method));
    }

    // Returns the parameter types as seen in the exposed class, which determines the type variables.
    private Class<?>[] parametersOf(Method method) {
        Type[] generic = method.getGenericParameterTypes();
        Class<?>[] types = new Class<?>[generic.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = generic[i] instanceof Class<?> definite ? definite : erased(generic[i]);
        }
        return types;
    }

    private Class<?> erased(Type type) {
        return switch (type) {
            case Class<?> definite -> definite;
            case ParameterizedType generic -> erased(generic.getRawType());
            case GenericArrayType array -> erased(array.getGenericComponentType()).arrayType();
            case TypeVariable<?> variable -> {
                Type meant = variables.get(variable);
                yield erased(meant == null ? variable.getBounds()[0] : meant);
            }
            case WildcardType wildcard -> erased(wildcard.getUpperBounds()[0]);
            default -> Object.class;
        };
    }

    // In a public class, javac adds a bridge for each public method that it inherits from a class that is not public.
    // Other bridges lead to methods of the class itself, which are found without them.
    private @Nullable Method inheritedBehind(Method bridge) {
        Class<?> within = bridge.getDeclaringClass();
        for (Class<?> owner : lineage) {
            if (owner != within && !owner.isInterface() && !Modifier.isPublic(owner.getModifiers())
                    && owner.isAssignableFrom(within)) {
                for (Method method : owner.getDeclaredMethods()) {
                    if (!method.isSynthetic() && method.getName().equals(bridge.getName())
                            && Modifier.isPublic(method.getModifiers())
                            && method.getReturnType() == bridge.getReturnType()
                            && Arrays.equals(method.getParameterTypes(),
                                    bridge.getParameterTypes())) {
                        return isOverriddenIn(within, method) ? null : method;
                    }
                }
            }
        }
        return null;
    }

    private boolean isOverriddenIn(Class<?> owner, Method method) {
        for (Method own : owner.getDeclaredMethods()) {
            if (!own.isSynthetic() && isOverriddenBy(method, own)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(Method declaration) {
        if (declaration.isAnnotationPresent(Expose.class)) {
            return true;
        }
        return declaration.getDeclaringClass().isAnnotationPresent(Expose.class)
                && Modifier.isPublic(declaration.getModifiers())
                && !Modifier.isStatic(declaration.getModifiers())
                && !declaration.getName().equals("main");
    }

    private static boolean isForTheOwner(List<Method> declarations) {
        for (Method declaration : declarations) {
            if (FOR_THE_OWNER.contains(declaration.getDeclaringClass())) {
                return true;
            }
        }
        return false;
    }

    // An annotated class is not enough: its close or run may be for the owner, and cannot be omitted. An annotation of
    // the method itself is, and so is an annotated interface, which lists the methods for clients.
    private static boolean isMeantForClients(List<Method> declarations) {
        for (Method declaration : declarations) {
            Class<?> owner = declaration.getDeclaringClass();
            if (owner.isInterface() && owner.isAnnotationPresent(Expose.class)) {
                return true;
            }
            for (Class<? extends Annotation> marker : MARKERS) {
                if (declaration.isAnnotationPresent(marker)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String spelled(String name) {
        for (Class<?> owner : lineage) {
            Expose marker = owner.getAnnotation(Expose.class);
            if (marker != null && marker.naming() == Naming.SNAKE_CASE) {
                return snakeCase(name);
            }
        }
        return name;
    }

    /** Converts {@code readURLNow} to {@code read_url_now}. */
    static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1))
                        && name.charAt(i - 1) != '_';
                boolean beforeLower = i > 0 && i + 1 < name.length()
                        && Character.isLowerCase(name.charAt(i + 1))
                        && name.charAt(i - 1) != '_';
                if (afterLower || beforeLower) {
                    snake.append('_');
                }
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    private static String nameOf(Method method) {
        RemoteName given = method.getAnnotation(RemoteName.class);
        return given == null ? method.getName() : given.value();
    }

    private static boolean overridesObject(Method method) {
        for (Method own : Object.class.getDeclaredMethods()) {
            if (own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())) {
                return true;
            }
        }
        return false;
    }
}
