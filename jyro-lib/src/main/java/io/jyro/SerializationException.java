package io.jyro;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The serializer cannot write a value or cannot read the bytes; Pyro's {@code SerializeError}. */
public class SerializationException extends PyroException {
    private static final long serialVersionUID = 1L;
    // The beginning of the message of Pyro's serializers.
    private static final String UNKNOWN_CLASS = "unsupported serialized class: ";

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public SerializationException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public SerializationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    // Python's message does not say that it is the peer that lacks the class.
    @Override
    @Nullable
    String remoteText(List<? extends @Nullable Object> arguments) {
        String text = super.remoteText(arguments);
        if (text == null || !text.startsWith(UNKNOWN_CLASS)) {
            return text;
        }
        return text + "; the other end does not know this class: "
                + (text.startsWith(UNKNOWN_CLASS + "numpy.")
                        ? "docs/numpy.md shows the lines that a Python program needs to read arrays"
                        : "register it there (register_dict_to_class), or send a plain value");
    }
}
