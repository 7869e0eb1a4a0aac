package io.jyro.serialize;

import io.jyro.Dialect;
import io.jyro.PyroConfig;

/** Contexts of connections that speak either dialect. */
public final class PlainContexts {
    private PlainContexts() {}

    static CodecContext v48(TypeRegistry types) {
        return context(Dialect.V48, types);
    }

    public static CodecContext v502(TypeRegistry types) {
        return context(Dialect.V502, types);
    }

    private static CodecContext context(Dialect dialect, TypeRegistry types) {
        return CodecContext.of(PyroConfig.defaults(), dialect, types);
    }
}
