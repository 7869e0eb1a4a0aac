package io.jyro.server.objects;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import io.jyro.Callback;
import io.jyro.Kwargs;
import io.jyro.Param;
import io.jyro.RemoteCallException;
import io.jyro.RemoteText;
import io.jyro.TypeMismatchException;
import io.jyro.rpc.ClosedPackage;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.text.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * A Java method that can be called remotely: its handle, and the conversion of the arguments to its parameters. Created
 * at registration; immutable.
 */
final class ExposedMember {
    private final Method method;
    private final String remoteName;
    private final boolean attribute;
    // (Object, Object[])Object. Created by the first call, since that is slow and most members are never called.
    private volatile @Nullable MethodHandle handle;
    private final Binding[] bindings;
    private final @Nullable String[] names;
    private final boolean[] optional;
    private final @Nullable ParameterDefault[] defaults;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final boolean callback; // its failures are logged here, too
    private final boolean takesKwargs;
    private final boolean variable;
    private final int fixed;

    private ExposedMember(Method method, String remoteName, boolean attribute, Class<?> within,
            List<Method> declarations) {
        this.method = method;
        this.remoteName = remoteName;
        this.attribute = attribute;
        callback = isCallback(declarations);
        open(method);
        Parameter[] parameters = method.getParameters();
        int count = parameters.length;
        takesKwargs = count > 0 && parameters[count - 1].getType() == Kwargs.class;
        int ordinary = takesKwargs ? count - 1 : count;
        variable = method.isVarArgs() && ordinary == count;
        fixed = variable ? ordinary - 1 : ordinary;
        bindings = new Binding[ordinary];
        names = new @Nullable String[ordinary];
        optional = new boolean[ordinary];
        defaults = new @Nullable ParameterDefault[ordinary];
        for (int i = 0; i < ordinary; i++) {
            Type type = parameters[i].getParameterizedType();
            bindings[i] = Bindings.of(variable && i == fixed ? component(type) : type, within);
            Param given = marker(i, declarations);
            defaults[i] = ParameterDefault.of(given, bindings[i], parameters[i], method);
            optional[i] = given != null && given.optional() || defaults[i] != null
                    || bindings[i].mayBeAbsent();
            String givenName = given == null ? "" : given.value();
            if (!givenName.isEmpty() || parameters[i].isNamePresent()) {
                String name = givenName.isEmpty() ? parameters[i].getName() : givenName;
                names[i] = name;
                if (i < fixed) {
                    indexes.put(name, i);
                }
            }
        }
    }

    /**
     * Creates a method that is called by a remote name.
     *
     * @param within the exposed class, which determines the type variables of its supertypes
     * @param declarations the method and all that it overrides or implements, the nearest first; their annotations
     * count
     */
    static ExposedMember method(Method method, String remoteName, Class<?> within,
            List<Method> declarations) {
        return new ExposedMember(method, remoteName, false, within, declarations);
    }

    /** Creates an accessor of an attribute; parameters as for {@link #method}. */
    static ExposedMember accessor(Method method, String attribute, Class<?> within,
            List<Method> declarations) {
        return new ExposedMember(method, attribute, true, within, declarations);
    }

    private static boolean isCallback(List<Method> declarations) {
        for (Method declaration : declarations) {
            if (declaration.isAnnotationPresent(Callback.class)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Param marker(int parameter, List<Method> declarations) {
        for (Method declaration : declarations) {
            Param marker = declaration.getParameters()[parameter].getAnnotation(Param.class);
            if (marker != null) {
                return marker;
            }
        }
        return null;
    }

    private static Type component(Type array) {
        return array instanceof GenericArrayType generic
                ? generic.getGenericComponentType()
                : ((Class<?>) array).getComponentType();
    }

    Method method() {
        return method;
    }

    /** Calls the method; its exceptions are reported, and thrown unchanged. */
    @Nullable
    Object call(Object target, Arguments arguments, UserFailures failures) throws Throwable {
        @Nullable
        Object[] values = bind(arguments);
        Object result;
        try {
            result = (@Nullable Object) handle().invokeExact(target, values);
        } catch (Throwable e) {
            failures.report(remoteName, callback, e);
            throw e;
        }
        return result instanceof CompletionStage<?> stage
                ? LaterResult.of(stage, failures.later(remoteName, callback))
                : result;
    }

    /** Returns how well the arguments fit: 0 means not at all, and more is better. */
    int fit(Arguments arguments) {
        List<?> args = arguments.args();
        Map<String, ?> kwargs = arguments.kwargs();
        if (!takes(args.size(), kwargs)) {
            return 0;
        }
        int fit = variable ? 1 : 2; // fixed parameters take precedence over a variable number
        for (int i = 0; i < args.size(); i++) {
            int one = bindings[Math.min(i, bindings.length - 1)].score(args.get(i),
                    arguments.budget());
            if (one == 0) {
                return 0;
            }
            fit += 4 * one;
        }
        for (Map.Entry<String, ?> keyword : kwargs.entrySet()) {
            Integer index = indexes.get(keyword.getKey());
            int one = index == null
                    ? 1
                    : bindings[index].score(keyword.getValue(), arguments.budget());
            if (one == 0) {
                return 0;
            }
            fit += 4 * one;
        }
        return fit;
    }

    private boolean takes(int positional, Map<String, ?> kwargs) {
        if (positional > fixed && !variable) {
            return false;
        }
        int filled = Math.min(positional, fixed);
        for (String name : kwargs.keySet()) {
            Integer index = indexes.get(name);
            if (index == null ? !takesKwargs : index < positional) {
                return false;
            }
            if (index != null) {
                filled++;
            }
        }
        return filled == fixed || onlyOptionalMissing(positional, kwargs);
    }

    private @Nullable Object[] bind(Arguments arguments) {
        List<?> args = arguments.args();
        Map<String, ?> kwargs = arguments.kwargs();
        int given = args.size();
        @Nullable
        Object[] values = new @Nullable Object[bindings.length + (takesKwargs ? 1 : 0)];
        if (given > fixed && !variable) {
            throw PythonErrors.typeError(remoteName + "() takes " + fixed + " positional argument"
                    + (fixed == 1 ? "" : "s") + " but " + given + (given == 1 ? " was" : " were")
                    + " given");
        }
        for (int i = 0; i < Math.min(given, fixed); i++) {
            values[i] = bind(i, args.get(i), "", arguments.budget());
        }
        if (given < fixed || !kwargs.isEmpty() || takesKwargs) {
            bindKeywords(values, given, kwargs, arguments.budget());
        }
        if (variable) {
            values[fixed] = bindRest(args, arguments.budget());
        }
        return values;
    }

    private void bindKeywords(@Nullable Object[] values, int given, Map<String, ?> kwargs,
            DecodeBudget budget) {
        boolean[] filled = new boolean[fixed];
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        for (Map.Entry<String, ?> keyword : kwargs.entrySet()) {
            String name = keyword.getKey();
            Integer index = indexes.get(name);
            if (index == null) {
                if (!takesKwargs) {
                    throw PythonErrors.typeError(
                            remoteName + "() got an unexpected keyword argument '"
                                    + RemoteText.shown(name) + "'"
                                    + hint());
                }
                rest.put(name, keyword.getValue());
            } else if (index < given) {
                throw PythonErrors.typeError(
                        remoteName + "() got multiple values for argument '" + name + "'");
            } else {
                values[index] = bind(index, keyword.getValue(), "", budget);
                filled[index] = true;
            }
        }
        for (int i = given; i < fixed; i++) {
            if (!filled[i] && optional[i]) {
                values[i] = absent(i);
            } else if (!filled[i]) {
                throw PythonErrors.typeError(
                        remoteName + "() missing required argument: " + parameterName(i));
            }
        }
        if (takesKwargs) {
            values[values.length - 1] = Kwargs.of(rest);
        }
    }

    private boolean onlyOptionalMissing(int positional, Map<String, ?> kwargs) {
        for (int i = positional; i < fixed; i++) {
            if (!optional[i] && (names[i] == null || !kwargs.containsKey(names[i]))) {
                return false;
            }
        }
        return true;
    }

    // A new array of a primitive type contains its default value.
    private @Nullable Object absent(int index) {
        ParameterDefault given = defaults[index];
        if (given != null) {
            return given.value();
        }
        Class<?> type = method.getParameterTypes()[index];
        return type.isPrimitive()
                ? Array.get(Array.newInstance(type, 1), 0)
                : bindings[index].absent();
    }

    private @Nullable Object bind(int index, @Nullable Object value, String step,
            DecodeBudget budget) {
        try {
            return bindings[index].bind(value, budget);
        } catch (TypeMismatchException e) {
            String place = attribute
                    ? "attribute " + remoteName
                    : remoteName + "() parameter " + parameterName(index) + step;
            throw PythonErrors
                    .typeError(String.valueOf(e.withContext(place).getMessage()));
        }
    }

    private Object bindRest(List<?> args, DecodeBudget budget) {
        int count = Math.max(0, args.size() - fixed);
        Object rest = Array.newInstance(method.getParameterTypes()[fixed].getComponentType(),
                count);
        for (int i = 0; i < count; i++) {
            Array.set(rest, i, bind(fixed, args.get(fixed + i), "[" + i + "]", budget));
        }
        return rest;
    }

    private String parameterName(int index) {
        String name = names[index];
        return name == null ? "number " + (index + 1) : "'" + name + "'";
    }

    private String hint() {
        if (fixed == 0) {
            return "; it has no parameters";
        }
        return indexes.isEmpty()
                ? "; its parameters have no names: compile the class with -parameters or mark them with @Param"
                : "; its parameters are " + String.join(", ",
                        IntStream.range(0, fixed).mapToObj(i -> names[i] == null ? "?" : names[i])
                                .toList());
    }

    private MethodHandle handle() {
        MethodHandle known = handle;
        if (known == null) {
            known = handle(method);
            handle = known;
        }
        return known;
    }

    private static MethodHandle handle(Method method) {
        MethodHandle direct;
        try {
            direct = MethodHandles.lookup().unreflect(method).asFixedArity();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("it was made accessible before", e);
        }
        MethodHandle withTarget = Modifier.isStatic(method.getModifiers())
                ? MethodHandles.dropArguments(direct, 0, Object.class)
                : direct;
        int parameters = withTarget.type().parameterCount() - 1;
        return withTarget.asType(MethodType.genericMethodType(parameters + 1))
                .asSpreader(Object[].class, parameters);
    }

    private static void open(Method method) {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw ClosedPackage.of(method, e);
        }
    }

    /** Returns the error for a method name of which no overload fits. */
    static RemoteCallException noneFits(String name, Arguments arguments,
            List<ExposedMember> overloads) {
        BoundedText text = new BoundedText(BoundedText.MESSAGE).append(name)
                .append("() has no overload that takes (");
        String separator = "";
        for (Object arg : arguments.args()) {
            if (text.isFull()) {
                break;
            }
            text.append(separator).append(Binding.given(arg));
            separator = ", ";
        }
        for (Map.Entry<String, ?> keyword : arguments.kwargs().entrySet()) {
            if (text.isFull()) {
                break;
            }
            text.append(separator).append(RemoteText.shown(keyword.getKey())).append("=")
                    .append(Binding.given(keyword.getValue()));
            separator = ", ";
        }
        text.append("); its overloads are:");
        for (ExposedMember overload : overloads) {
            text.append(" ").append(overload.signature());
        }
        return PythonErrors.typeError(text.toString());
    }

    private String signature() {
        StringBuilder text = new StringBuilder("(");
        for (Parameter parameter : method.getParameters()) {
            text.append(text.length() > 1 ? ", " : "").append(parameter.getType().getSimpleName());
        }
        return text.append(')').toString();
    }
}
