package io.jyro.interop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What the tests of a class have in common in one run: made when a constructor first asks for it, closed after the last. */
final class Shared
        implements
            ClassTemplateInvocationContext,
            ParameterResolver,
            AfterClassTemplateInvocationCallback {
    private final String name;
    private final Map<Class<?>, Supplier<?>> makers = new HashMap<>();
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    Shared(String name) {
        this.name = name;
    }

    <T> Shared offer(Class<T> type, Supplier<T> maker) {
        makers.put(type, maker);
        return this;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return makers.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Object known = made.get(type);
        if (known != null) {
            return known;
        }
        Object fresh = Objects.requireNonNull(makers.get(type)).get();
        made.put(type, fresh);
        if (fresh instanceof AutoCloseable closeable) {
            toClose.push(closeable);
        }
        return fresh;
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
