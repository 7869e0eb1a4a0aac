package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/** The purpose of a message; the numbers are the same in both dialects (docs/protocol.md, 1.2). */
public enum MessageType {
    /** Client to daemon, first message. */
    CONNECT(1),
    /** Daemon to client: welcome. */
    CONNECTOK(2),
    /** Daemon to client: refused; the daemon closes after it. */
    CONNECTFAIL(3),
    /** Client to daemon: a call. */
    INVOKE(4),
    /** Daemon to client: the result of a call, or its exception. */
    RESULT(5),
    /** Both ways. */
    PING(6);

    private static final MessageType[] IN_ORDER_OF_CODES = values();

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /** Returns the number in the header. */
    public int code() {
        return code;
    }

    /** Returns the type with a number, or null if there is none. */
    public static @Nullable MessageType ofCode(int code) {
        return code >= 1 && code <= IN_ORDER_OF_CODES.length ? IN_ORDER_OF_CODES[code - 1] : null;
    }
}
