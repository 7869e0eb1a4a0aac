package io.jyro;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be written by the serializer, or bytes cannot be read by it; Pyro's
 * {@code SerializeError}.
 */
public class SerializationException extends PyroException {
    private static final long serialVersionUID = 1L;
    // So Pyro's serializers begin.
    private static final String UNKNOWN_CLASS = "unsupported serialized class: ";

    /** With what went wrong and what to do about it. */
    public SerializationException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public SerializationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    // Python does not say that it is the other end that is missing something.
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
