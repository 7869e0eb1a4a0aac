package io.jyro.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.jyro.Attribute;
import io.jyro.Oneway;
import io.jyro.RemoteName;
import io.jyro.client.link.Call;
import io.jyro.rpc.AttributeName;
import io.jyro.rpc.ClosedPackage;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.RemoteReference;
import org.jspecify.annotations.Nullable;

/** A remote object seen as a Java interface. The action of each method is determined once, when the view is created. */
final class RemoteView implements InvocationHandler, RemoteReference {
    /** The action of a method of the interface. */
    private interface Action {
        @Nullable
        Object apply(@Nullable Object[] arguments);
    }

    private static final @Nullable Object[] NO_ARGUMENTS = {};

    private final Class<?> type;
    private final RemoteReference proxy;
    private final Invoker invoker;
    private final Runnable close;
    private final Map<Method, Action> actions = new HashMap<>();
    private final Map<Method, MethodHandle> defaults = new HashMap<>(); // (Object, Object[])Object

    private RemoteView(Class<?> type, RemoteReference proxy, Invoker invoker, Runnable close) {
        this.type = type;
        this.proxy = proxy;
        this.invoker = invoker;
        this.close = close;
        for (Method method : type.getMethods()) {
            if (method.isDefault()) {
                MethodHandle own = handle(method);
                if (own != null) {
                    defaults.put(method, own);
                }
            } else if (!Modifier.isStatic(method.getModifiers())) {
                actions.put(method, action(method));
            }
        }
    }

    /** @param close closes the proxy */
    static <T> T of(Class<T> type, RemoteReference proxy, Invoker invoker, Runnable close) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getName() + " is not an interface; a view of a remote object needs one");
        }
        return type.cast(java.lang.reflect.Proxy.newProxyInstance(type.getClassLoader(),
                new Class<?>[]{type},
                new RemoteView(type, proxy, invoker, close)));
    }

    /** Returns the state of the proxy, which represents the view in messages. */
    @Override
    public ProxyState proxyState() {
        return proxy.proxyState();
    }

    @Override
    public <T> T as(Class<T> view) {
        return proxy.as(view);
    }

    @Override
    public @Nullable Object invoke(Object view, Method method,
            @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Action action = actions.get(method);
        if (action != null) {
            return action.apply(arguments == null ? NO_ARGUMENTS : arguments);
        }
        MethodHandle own = defaults.get(method);
        if (own != null) {
            @Nullable
            Object[] values = arguments == null ? NO_ARGUMENTS : arguments;
            return (@Nullable Object) own.invokeExact(view, values);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(view, method, arguments);
        }
        return switch (method.getName()) {
            case "equals" ->
                arguments != null && arguments[0] != null && isViewOfSame(arguments[0]);
            case "hashCode" -> proxy.hashCode();
            default -> type.getSimpleName() + " at " + invoker.uri();
        };
    }

    // The interface need not be public, so the lookup is private to it. A module that is not open to Jyro, such as the
    // JDK's, refuses that. If the interface is public, the result is then null, and invokeDefault is used instead.
    private static @Nullable MethodHandle handle(Method method) {
        Class<?> owner = method.getDeclaringClass();
        try {
            int parameters = method.getParameterCount();
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectSpecial(method, owner).asFixedArity()
                    .asType(MethodType.genericMethodType(parameters + 1))
                    .asSpreader(Object[].class, parameters);
        } catch (IllegalAccessException e) {
            if (Modifier.isPublic(owner.getModifiers()) && owner.getModule()
                    .isExported(owner.getPackageName(), RemoteView.class.getModule())) {
                return null;
            }
            throw ClosedPackage.of(method, e);
        }
    }

    private boolean isViewOfSame(Object other) {
        return java.lang.reflect.Proxy.isProxyClass(other.getClass())
                && java.lang.reflect.Proxy.getInvocationHandler(other) instanceof RemoteView view
                && view.type == type && view.proxy.equals(proxy);
    }

    private Action action(Method method) {
        if (method.getDeclaringClass() == AutoCloseable.class || method.getName().equals("close")
                && AutoCloseable.class.isAssignableFrom(type) && method.getParameterCount() == 0) {
            return new Action() {
                @Override
                public @Nullable Object apply(@Nullable Object[] arguments) {
                    close.run();
                    return null;
                }
            };
        }
        return method.isAnnotationPresent(Attribute.class) ? attribute(method) : call(method);
    }

    private Action attribute(Method method) {
        String name = AttributeName.of(method);
        if (method.getParameterCount() == 1) {
            return returning(method,
                    arguments -> Call.attribute(WireNames.SET_ATTRIBUTE, name, arguments[0]));
        }
        if (method.getParameterCount() > 1 || method.getReturnType() == void.class) {
            throw new IllegalArgumentException(
                    method + " is marked as an attribute; it should read one (no parameter)"
                            + " or write one (one parameter)");
        }
        return returning(method, new CallMaker() {
            @Override
            public Call make(@Nullable Object[] arguments) {
                return Call.attribute(WireNames.GET_ATTRIBUTE, name);
            }
        });
    }

    private Action call(Method method) {
        RemoteName given = method.getAnnotation(RemoteName.class);
        String name = given == null ? method.getName() : given.value();
        boolean spreads = method.isVarArgs();
        if (method.isAnnotationPresent(Oneway.class)) {
            return arguments -> invoker
                    .reply(Call.of(name, spreads ? spread(arguments) : arguments).oneway())
                    .value();
        }
        return returning(method, new CallMaker() {
            @Override
            public Call make(@Nullable Object[] arguments) {
                return Call.of(name, spreads ? spread(arguments) : arguments);
            }
        });
    }

    private interface CallMaker {
        Call make(@Nullable Object[] arguments);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // returned through the view
    private Action returning(Method method, CallMaker maker) {
        Type result = method.getGenericReturnType();
        Class<?> raw = method.getReturnType();
        if (raw == CompletableFuture.class || raw == CompletionStage.class || raw == Future.class) {
            ReplyReader reader = ReplyReader.of(argumentOf(result), type);
            return arguments -> {
                Call call = maker.make(arguments);
                return invoker.later(call, reader);
            };
        }
        ReplyReader reader = ReplyReader.of(result, type);
        return new Action() {
            @Override
            public @Nullable Object apply(@Nullable Object[] arguments) {
                return invoker.invoke(maker.make(arguments), reader);
            }
        };
    }

    private static Type argumentOf(Type generic) {
        return generic instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    // A call f(a, int... rest) sends a and each element of rest.
    private static @Nullable Object[] spread(@Nullable Object[] arguments) {
        int fixed = arguments.length - 1;
        Object rest = arguments[fixed];
        if (rest == null) {
            return arguments;
        }
        int more = Array.getLength(rest);
        @Nullable
        Object[] all = new @Nullable Object[fixed + more];
        System.arraycopy(arguments, 0, all, 0, fixed);
        for (int i = 0; i < more; i++) {
            all[fixed + i] = Array.get(rest, i);
        }
        return all;
    }
}
