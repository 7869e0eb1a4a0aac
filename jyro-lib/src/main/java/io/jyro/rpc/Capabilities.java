package io.jyro.rpc;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * The features beyond Pyro that two Jyro peers agree on: offered with CONNECT, accepted with CONNECTOK. A stock peer
 * does not answer the offer, so there is no agreement with it (docs/protocol.md, 17).
 *
 * @param features bits, one for each feature that both peers support
 * @param client the id of the client whose further connection this is; null if it is the first
 */
public record Capabilities(int features, @Nullable UUID client) {
    /** The annotation in which the offer and the acceptance travel; user code never sees it. */
    public static final String ANNOTATION = "JYRO";

    /** The agreement with a stock peer: no features. */
    public static final Capabilities NONE = new Capabilities(0, null);

    private static final int VERSION = 1;
    private static final int LENGTH = 5;
    private static final int ID_LENGTH = 16;
    private static final int LENGTH_WITH_CLIENT = LENGTH + ID_LENGTH;
    private static final int NAMING_LENGTH = 3 + ID_LENGTH;
    private static final int SIDE_BY_SIDE = 0x01;
    private static final int CHAIN = 0x10;
    private static final int EXACT_TIMES = 0x20;
    private static final int FURTHER = 0x40;

    /** All features that this side supports. */
    public static final Capabilities OFFER = new Capabilities(
            SIDE_BY_SIDE | CHAIN | EXACT_TIMES | FURTHER, null);

    /** Returns whether several calls may be in flight on a connection, answered in any order. */
    public boolean sideBySide() {
        return (features & SIDE_BY_SIDE) != 0;
    }

    /** Returns whether calls carry the ids of the served calls that wait for them. */
    public boolean chain() {
        return (features & CHAIN) != 0;
    }

    /**
     * Returns whether dates and times are written with their nanoseconds and the region of their zone, which Python
     * does not read.
     */
    public boolean exactTimes() {
        return (features & EXACT_TIMES) != 0;
    }

    /**
     * Returns whether the client may have several connections, which share its resources, session and streams in the
     * daemon.
     */
    public boolean further() {
        return (features & FURTHER) != 0;
    }

    /** Returns this agreement for a client that may have only this connection. */
    public Capabilities withoutFurther() {
        return new Capabilities(features & ~FURTHER, null);
    }

    /** Returns this agreement for a further connection of a client. */
    public Capabilities furtherOf(UUID id) {
        return new Capabilities(features, id);
    }

    /**
     * Returns the annotations of a call that tells the daemon the id by which further connections will name the client.
     */
    public static Map<String, byte[]> naming(UUID id) {
        return Map.of(ANNOTATION, ByteBuffer.allocate(NAMING_LENGTH)
                .put((byte) FURTHER).putShort((short) ID_LENGTH)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .array());
    }

    /** Returns the id in the annotations of such a call; null if there is none. */
    public static @Nullable UUID namedIn(Message call) {
        byte[] value = call.annotation(ANNOTATION);
        return value != null && value.length == NAMING_LENGTH && value[0] == FURTHER
                ? idAt(value, NAMING_LENGTH - ID_LENGTH)
                : null;
    }

    /**
     * Returns the features that the sender of a CONNECT or CONNECTOK offers or accepts; {@link #NONE} if they cannot be
     * read.
     */
    public static Capabilities of(Message message) {
        byte[] value = message.annotation(ANNOTATION);
        if (value == null || value.length < LENGTH || value[0] != VERSION) {
            return NONE;
        }
        int bits = 0;
        for (int i = 1; i < LENGTH; i++) {
            bits = bits << 8 | value[i] & 0xff;
        }
        return new Capabilities(bits & OFFER.features, clientIn(value, bits));
    }

    private static @Nullable UUID clientIn(byte[] value, int bits) {
        return (bits & FURTHER) == 0 || value.length < LENGTH_WITH_CLIENT
                ? null
                : idAt(value, LENGTH);
    }

    private static UUID idAt(byte[] value, int offset) {
        ByteBuffer id = ByteBuffer.wrap(value, offset, ID_LENGTH);
        return new UUID(id.getLong(), id.getLong());
    }

    /** Returns the annotations of a CONNECTOK without those of Jyro. */
    public static Map<String, byte[]> without(Map<String, byte[]> annotations) {
        if (!annotations.containsKey(ANNOTATION)) {
            return annotations;
        }
        Map<String, byte[]> others = new LinkedHashMap<>(annotations);
        others.remove(ANNOTATION);
        return others;
    }

    /**
     * Adds these capabilities to the annotations of a CONNECT or CONNECTOK; returns them unchanged if there are no
     * features.
     */
    public Map<String, byte[]> with(Map<String, byte[]> annotations) {
        if (features == 0) {
            return annotations;
        }
        ByteBuffer value = ByteBuffer.allocate(client == null ? LENGTH : LENGTH_WITH_CLIENT);
        value.put((byte) VERSION).putInt(features);
        if (client != null) {
            value.putLong(client.getMostSignificantBits())
                    .putLong(client.getLeastSignificantBits());
        }
        Map<String, byte[]> all = new LinkedHashMap<>(annotations);
        all.put(ANNOTATION, value.array());
        return all;
    }
}
