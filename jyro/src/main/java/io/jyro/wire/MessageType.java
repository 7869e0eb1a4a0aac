package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/** What a message is for; the numbers are the same in both dialects (PROTOCOL.md 1.2). */
public enum MessageType {
    /** Client to daemon, first message. */
    CONNECT,
    /** Daemon to client: welcome. */
    CONNECTOK,
    /** Daemon to client: refused; the daemon closes after it. */
    CONNECTFAIL,
    /** Client to daemon: a call. */
    INVOKE,
    /** Daemon to client: what came of a call, an exception too. */
    RESULT,
    /** Both ways. */
    PING;

    private static final MessageType[] BY_CODE = values();

    /** The number in the header. */
    public int code() {
        return ordinal() + 1;
    }

    /** The type with a number, or null if there is none. */
    public static @Nullable MessageType ofCode(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}
