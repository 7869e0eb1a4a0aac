package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.jyro.SerializationException;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** The form that a registered converter gives to objects. */
record ConvertedForm(Function<Object, ? extends Map<String, ?>> converter) implements PlainForm {
    @Override
    public Map<String, ?> of(Object value, FormContext context) {
        Map<String, ?> dict = converter.apply(value);
        if (dict == null) {
            throw new SerializationException("the converter registered for "
                    + value.getClass().getName() + " returned null; it must return a dict");
        }
        return value instanceof Throwable thrown && Boolean.TRUE.equals(dict.get("__exception__"))
                ? withTraceback(dict, thrown, context)
                : dict;
    }

    /**
     * Adds the arguments and the traceback, in case the converter of an exception that will be raised at the peer left
     * them out.
     */
    private static Map<String, ?> withTraceback(Map<String, ?> dict, Throwable thrown,
            FormContext context) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(dict);
        whole.putIfAbsent("args",
                thrown.getMessage() == null ? Tuple.of() : Tuple.of(thrown.getMessage()));
        Map<Object, @Nullable Object> attributes = new LinkedHashMap<>();
        if (dict.get("attributes") instanceof Map<?, ?> given) {
            attributes.putAll(given);
        }
        ExceptionMapping.addTraceback(attributes, thrown, context.detailedTraceback());
        whole.put("attributes", attributes);
        return whole;
    }
}
