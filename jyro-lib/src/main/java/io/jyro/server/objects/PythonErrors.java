package io.jyro.server.objects;

import java.util.List;
import java.util.Map;

import io.jyro.RemoteCallException;

/** Errors that reach Python callers as builtin exceptions. */
public final class PythonErrors {
    private PythonErrors() {}

    static RemoteCallException attributeError(String text) {
        return new RemoteCallException("builtins.AttributeError", List.of(text), Map.of());
    }

    static RemoteCallException typeError(String text) {
        return new RemoteCallException("builtins.TypeError", List.of(text), Map.of());
    }

    /** Returns an error that reaches Python callers as ValueError. */
    public static RemoteCallException valueError(String text) {
        return new RemoteCallException("builtins.ValueError", List.of(text), Map.of());
    }

    /** Returns the end of an iterator. */
    public static RemoteCallException stopIteration() {
        return new RemoteCallException("builtins.StopIteration", List.of(), Map.of());
    }
}
