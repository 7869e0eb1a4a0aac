package io.jyro.serialize.format;

import java.nio.charset.StandardCharsets;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.Binding;
import org.jspecify.annotations.Nullable;

/** Converts values that a program's source contains as text, such as the default values of parameters. */
public final class LiteralText {
    private LiteralText() {}

    /**
     * Converts text in a program's source to the declared type: for a String the text itself, otherwise a Python
     * literal, such as {@code [1, 2]}, or a text that converts to the type, such as {@code 2021-02-03}.
     *
     * @throws TypeMismatchException if it is neither
     */
    public static @Nullable Object bind(String text, Binding binding) {
        if (binding.type() == String.class) {
            return text;
        }
        DecodeBudget budget = DecodeBudget.ofNoPayload();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Object literal = new SerpentCodec().read(bytes, 0, bytes.length, CodecContext
                    .of(PyroConfig.defaults(), Dialect.V502, TypeRegistry.standard()));
            return binding.bind(literal, budget);
        } catch (SerializationException | TypeMismatchException e) {
            return binding.bind(text, budget); // the exception then says what does not fit
        }
    }
}
