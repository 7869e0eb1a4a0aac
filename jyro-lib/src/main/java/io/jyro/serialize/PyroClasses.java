package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.PythonNames;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Pyro's own classes as class dicts: written in the dialect of the connection, read in both, since a dict may have been
 * kept from another connection.
 *
 * @see "docs/protocol.md, 4.1 Pyro's own classes"
 */
final class PyroClasses {
    private static final String HMAC_PREFIX = "b64:";
    private static final int V48_ITEMS = 9;
    private static final int V502_ITEMS = 6;
    private static final int MAX_FLOAT_LENGTH = 400;

    private PyroClasses() {}

    /** Returns the class dict of a uri. */
    static Map<String, @Nullable Object> uri(PyroUri given, FormContext context) {
        PyroUri uri = context.uris().apply(given);
        Object object = uri.isMetadata() ? uri.tags() : uri.objectId();
        Integer port = uri.host() == null ? null : uri.port();
        return dict(context.dialect().pyro() + ".core.URI", "state",
                Tuple.of(uri.protocol(), object, uri.socketName(), uri.host(), port));
    }

    /** Returns the class dict of a proxy. */
    static Map<String, @Nullable Object> proxy(ProxyState proxy, FormContext context) {
        String uri = context.uris().apply(proxy.uri()).toString();
        Tuple oneway = Tuple.copyOf(proxy.oneway());
        Tuple methods = Tuple.copyOf(proxy.methods());
        Tuple attributes = Tuple.copyOf(proxy.attributes());
        if (context.dialect() == Dialect.V48) {
            // 0.0 and 0 are timeout and retries, which receivers ignore
            return dict("Pyro4.core.Proxy", "state", Tuple.of(uri, oneway, methods, attributes, 0.0,
                    hmacText(proxy.hmacKey()), proxy.handshake(), 0, proxy.serializer()));
        }
        return dict("Pyro5.client.Proxy", "state",
                Tuple.of(uri, oneway, methods, attributes, proxy.handshake(), proxy.serializer()));
    }

    /** Returns the class dict of an exception inside a batch's result. */
    static Map<String, @Nullable Object> wrapper(WrappedException wrapped, FormContext context) {
        String name = context.dialect() == Dialect.V48
                ? "Pyro4.futures._ExceptionWrapper"
                : "Pyro5.core._ExceptionWrapper";
        return dict(name, "exception", wrapped.exception());
    }

    private static Map<String, @Nullable Object> dict(String className, String key,
            @Nullable Object value) {
        Map<String, @Nullable Object> dict = LinkedHashMap.newLinkedHashMap(2);
        dict.put("__class__", className);
        dict.put(key, value);
        return dict;
    }

    private static @Nullable String hmacText(@Nullable ByteBuffer key) {
        return key == null
                ? null
                : HMAC_PREFIX + StandardCharsets.US_ASCII.decode(Base64.getEncoder().encode(key))
                        .toString();
    }

    /** Reads a float that serpent writes as a dict because Python has no literal for it. */
    static double readFloat(Map<?, ? extends @Nullable Object> dict) {
        if (dict.get("value") instanceof String text) {
            String stripped = text.strip();
            // Lower-casing a long text can take quadratic time.
            String number = stripped.length() > MAX_FLOAT_LENGTH
                    ? ""
                    : stripped.toLowerCase(Locale.ROOT);
            switch (number) {
                case "nan", "+nan", "-nan" -> {
                    return Double.NaN;
                }
                case "inf", "+inf", "infinity", "+infinity" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-inf", "-infinity" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {
                    try {
                        if (isDecimal(number)) {
                            return Double.parseDouble(number);
                        }
                    } catch (NumberFormatException e) {
                        // refused below
                    }
                }
            }
        }
        throw new SerializationException(
                "dict of class float is malformed: 'value' must be a number as text, such as nan, inf or -inf");
    }

    /** Excludes what only Java accepts: hexadecimal floats, and a type suffix after a number. */
    private static boolean isDecimal(String number) {
        return number.chars().allMatch(
                c -> c >= '0' && c <= '9' || c == '.' || c == 'e' || c == '+' || c == '-');
    }

    /** Reads a uri from its class dict. */
    static PyroUri readUri(String className, Map<?, ? extends @Nullable Object> dict) {
        State state = State.of(className, dict, 5, 5);
        Object object = state.get(1);
        if (object instanceof Collection<?>) {
            object = state.names(1);
        } else if (!(object instanceof String)) {
            throw state.malformed(1, "the object's name or a collection of tags");
        }
        Object port = state.get(4);
        if (port != null && !(port instanceof Integer)) {
            throw state.malformed(4, "a port number or None");
        }
        try {
            return PyroUri.of(state.text(0), object, state.textOrNull(2), state.textOrNull(3),
                    (Integer) port);
        } catch (PyroException | IllegalArgumentException e) {
            throw new SerializationException(className + " is malformed: " + RemoteText.message(e),
                    e);
        }
    }

    /** Reads a proxy from its class dict; the sender's timeout and retries are ignored. */
    static ProxyState readProxy(String className, Map<?, ? extends @Nullable Object> dict) {
        if (className.equals("Pyro4.core.Proxy")) {
            State state = State.of(className, dict, V48_ITEMS - 1, V48_ITEMS);
            return new ProxyState(state.uri(), state.names(2), state.names(1), state.names(3),
                    state.get(6),
                    state.size() == V48_ITEMS ? state.textOrNull(8) : null, state.hmacKey(5));
        }
        State state = State.of(className, dict, V502_ITEMS, V502_ITEMS + 1);
        if (state.size() > V502_ITEMS) {
            // Pyrolite's form: a timeout before the handshake, and retries instead of the serializer
            return new ProxyState(state.uri(), state.names(2), state.names(1), state.names(3),
                    state.get(5), null);
        }
        return new ProxyState(state.uri(), state.names(2), state.names(1), state.names(3),
                state.get(4),
                state.textOrNull(5));
    }

    /**
     * Reads the exception inside a batch's result; it is still a class dict if the codec converts the outermost dict
     * first.
     */
    static WrappedException readWrapper(String className, Map<?, ? extends @Nullable Object> dict) {
        Object exception = dict.get("exception");
        if (exception instanceof Map<?, ?> inner
                && inner.get("__class__") instanceof String innerName) {
            exception = ExceptionMapping.fromDict(innerName, inner);
        }
        if (exception instanceof Throwable thrown) {
            return new WrappedException(thrown);
        }
        throw new SerializationException(
                className + " is malformed: 'exception' must be an exception, not "
                        + PythonNames.of(dict.get("exception")));
    }

    /** The items of a {@code state}, each checked when it is read. */
    private record State(String className, List<?> items) {
        static State of(String className, Map<?, ? extends @Nullable Object> dict, int least,
                int most) {
            if (!(dict.get("state") instanceof List<?> items)) {
                throw new SerializationException(
                        className + " is malformed: 'state' must be a tuple or list, not "
                                + PythonNames.of(dict.get("state")));
            }
            if (items.size() < least || items.size() > most) {
                throw new SerializationException(className + " is malformed: 'state' must have "
                        + (least == most ? "" : least + " or ") + most + " items, not "
                        + items.size());
            }
            return new State(className, items);
        }

        int size() {
            return items.size();
        }

        @Nullable
        Object get(int index) {
            return items.get(index);
        }

        String text(int index) {
            String text = textOrNull(index);
            if (text == null) {
                throw malformed(index, "text");
            }
            return text;
        }

        @Nullable
        String textOrNull(int index) {
            Object item = items.get(index);
            if (item != null && !(item instanceof String)) {
                throw malformed(index, "text or None");
            }
            return (String) item;
        }

        Set<String> names(int index) {
            if (!(items.get(index) instanceof Collection<?> collection)) {
                throw malformed(index, "a collection of names");
            }
            Set<String> names = new LinkedHashSet<>();
            for (Object name : collection) {
                if (!(name instanceof String text)) {
                    throw malformed(index, "a collection of names");
                }
                names.add(text);
            }
            return names;
        }

        /** Returns the uri, after checking that a peer could have written it, since it may be passed on. */
        PyroUri uri() {
            PyroUri uri;
            boolean isReadBack;
            try {
                uri = items.get(0) instanceof PyroUri known ? known : PyroUri.parse(text(0));
                isReadBack = PyroUri.parse(uri.toString()).equals(uri);
            } catch (PyroException | IllegalArgumentException e) {
                throw new SerializationException(
                        className + " is malformed: " + RemoteText.message(e), e);
            }
            if (!isReadBack) {
                throw new SerializationException(className + " is malformed: its uri would be"
                        + " written as '" + RemoteText.shown(uri.toString())
                        + "', which is another one");
            }
            return uri;
        }

        @Nullable
        ByteBuffer hmacKey(int index) {
            String text = textOrNull(index);
            if (text == null || text.isEmpty()) {
                return null;
            }
            if (!text.startsWith(HMAC_PREFIX)) {
                throw malformed(index, "None, or b64: and a key in base64");
            }
            try {
                return ByteBuffer
                        .wrap(Base64.getDecoder().decode(text.substring(HMAC_PREFIX.length())));
            } catch (IllegalArgumentException e) {
                // without the cause, whose message may quote the key
                throw malformed(index, "None, or b64: and a key in base64");
            }
        }

        SerializationException malformed(int index, String wanted) {
            return new SerializationException(
                    className + " is malformed: item " + index + " of 'state' must be " + wanted
                            + ", not " + PythonNames.of(items.get(index)));
        }
    }
}
