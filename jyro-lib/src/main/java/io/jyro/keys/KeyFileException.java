package io.jyro.keys;

import org.jspecify.annotations.Nullable;

/** A file or store cannot be used as the source of keys or certificates; the message names it and says why. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
