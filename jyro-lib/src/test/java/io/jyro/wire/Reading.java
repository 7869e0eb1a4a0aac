package io.jyro.wire;

import java.util.Arrays;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/** Reads whole messages out of an array, as a connection does. */
final class Reading {
    private Reading() {}

    static Message message(byte[] bytes) {
        return message(bytes, WireLimits.NONE, null);
    }

    static Message message(byte[] bytes, WireLimits limits, @Nullable Hmac hmac) {
        Dialect dialect = Header.dialectOf(bytes, 0);
        Header header = Header.parse(dialect, bytes, 0);
        header.bodyLength(limits, "peer");
        return Message.parse(header, bytes, Header.size(dialect), Bulks.NONE, limits, hmac);
    }

    static byte[] payload(Message message) {
        return message.payload().toBytes();
    }

    /** All that a writer wrote. */
    static byte[] written(MessageWriter writer) {
        ByteOutput whole = new ByteOutput(writer.output().size());
        whole.put(writer.output());
        return Arrays.copyOf(whole.array(), whole.position());
    }
}
