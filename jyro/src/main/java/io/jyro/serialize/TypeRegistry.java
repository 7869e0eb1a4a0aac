package io.jyro.serialize;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is made of values that are not plain, and of class dicts. Safe to share between threads. */
public final class TypeRegistry {
    private TypeRegistry() {}

    public static TypeRegistry standard() {
        throw new UnsupportedOperationException();
    }

    /** A plain value in place of one that codecs do not know. */
    public @Nullable Object toPlain(Object value, CodecContext context) {
        throw new UnsupportedOperationException();
    }

    /** What a dict with a {@code __class__} stands for. */
    public @Nullable Object fromClassDict(String className, Map<Object, @Nullable Object> dict, CodecContext context) {
        throw new UnsupportedOperationException();
    }
}
