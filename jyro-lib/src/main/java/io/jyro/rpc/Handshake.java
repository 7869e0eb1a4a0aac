package io.jyro.rpc;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/** The payloads of CONNECT and CONNECTOK (docs/protocol.md, 2.1, 2.2). */
public final class Handshake {
    private static final String HANDSHAKE = "handshake";
    private static final String OBJECT = "object";
    private static final String META = "meta";

    private Handshake() {}

    /**
     * The payload of CONNECT.
     *
     * @param objectId null if the client does not want metadata, which only 48 allows
     */
    public record Request(@Nullable Object handshake, @Nullable String objectId) {
        /** Converts to the dict that is sent. */
        public Map<String, @Nullable Object> toWire() {
            Map<String, @Nullable Object> wire = new LinkedHashMap<>();
            wire.put(HANDSHAKE, handshake);
            if (objectId != null) {
                wire.put(OBJECT, objectId);
            }
            return wire;
        }

        /**
         * Converts from the received value.
         *
         * @param wantsObject whether the object id is mandatory
         * @throws ProtocolException with Pyro's message, if an entry is missing
         */
        public static Request fromWire(@Nullable Object wire, boolean wantsObject) {
            if (!(wire instanceof Map<?, ?> map)) {
                throw new ProtocolException(
                        "the payload of CONNECT should be a dict with the keys handshake and object");
            }
            if (!map.containsKey(HANDSHAKE)) {
                throw new ProtocolException("'" + HANDSHAKE + "'");
            }
            Object objectId = map.get(OBJECT);
            if (wantsObject && !map.containsKey(OBJECT)) {
                throw new ProtocolException("'" + OBJECT + "'");
            }
            if (wantsObject && !(objectId instanceof String)) {
                throw new ProtocolException("the object id in CONNECT should be text");
            }
            return new Request(map.get(HANDSHAKE),
                    objectId instanceof String text && wantsObject ? text : null);
        }
    }

    /**
     * The payload of CONNECTOK.
     *
     * @param metadata null if the client did not ask for it
     */
    public record Welcome(@Nullable Object handshake, @Nullable Metadata metadata) {
        /** Converts to the value that is sent in a dialect. */
        public @Nullable Object toWire(Dialect dialect) {
            if (metadata == null) {
                return handshake;
            }
            Map<String, @Nullable Object> wire = new LinkedHashMap<>();
            wire.put(HANDSHAKE, handshake);
            wire.put(META, metadata.toWire(dialect == Dialect.V48));
            return wire;
        }

        /** Converts from the received value, which is the plain answer unless the daemon announced metadata. */
        public static Welcome fromWire(@Nullable Object wire, boolean withMetadata) {
            if (!withMetadata) {
                return new Welcome(wire, null);
            }
            if (!(wire instanceof Map<?, ?> map)) {
                throw new ProtocolException(
                        "the payload of CONNECTOK should be a dict with the keys handshake and meta");
            }
            return new Welcome(map.get(HANDSHAKE), Metadata.fromWire(map.get(META)));
        }
    }
}
