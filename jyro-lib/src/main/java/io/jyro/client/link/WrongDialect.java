package io.jyro.client.link;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/** Thrown when the daemon answered in another dialect, or closed without an answer, which may mean the same. */
final class WrongDialect extends Exception {
    private static final long serialVersionUID = 1L;

    private final Dialect tried;
    private final @Nullable Dialect answeredIn;
    private final String reason;

    WrongDialect(Dialect tried, @Nullable Dialect answeredIn, String reason,
            @Nullable Throwable cause) {
        super(reason, cause);
        this.tried = tried;
        this.answeredIn = answeredIn;
        this.reason = reason;
    }

    /** Returns the dialect of the request. */
    Dialect tried() {
        return tried;
    }

    /** Returns the dialect of the answer, or null if there was none. */
    @Nullable
    Dialect answeredIn() {
        return answeredIn;
    }

    /** Returns what the daemon did, for messages. */
    String reason() {
        return reason;
    }
}
