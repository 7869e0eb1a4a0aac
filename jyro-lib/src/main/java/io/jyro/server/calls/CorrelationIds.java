package io.jyro.server.calls;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.jyro.wire.Message;

/** The ids that relate the log lines of a call, and the calls that it makes, to each other. */
public final class CorrelationIds {
    private CorrelationIds() {}

    /** Returns the correlation id of a request, or a new one. */
    public static UUID of(Message request) {
        UUID id = request.correlationId();
        return id == null ? random() : id;
    }

    // The id only distinguishes calls, so it need not be secure, which would cost a tenth of a small call.
    private static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63);
    }
}
