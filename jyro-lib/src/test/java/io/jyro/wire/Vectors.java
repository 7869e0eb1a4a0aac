package io.jyro.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/** The messages that were captured from Python, {@code vectors/*-messages.json}. */
final class Vectors {
    private Vectors() {}

    /**
     * One captured message.
     *
     * @param annotations all of them, in the order they came
     * @param payloadText the payload where it is text
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Vector(String name, Dialect dialect, int type, int flags, int sequence, int serializerId,
            int payloadLength, int annotationsLength, @Nullable UUID correlationId,
            Map<String, byte[]> annotations, @Nullable String payloadText, @Nullable String hmacKey,
            byte[] bytes) {

        @Nullable
        Hmac hmac() {
            return hmacKey == null ? null : Hmac.ofText(hmacKey);
        }

        boolean isCompressed() {
            return (flags & Flags.COMPRESSED) != 0;
        }

        /** What user code is to see. */
        Map<String, byte[]> userAnnotations() {
            Map<String, byte[]> forUsers = new LinkedHashMap<>(annotations);
            if (dialect == Dialect.V48) {
                forUsers.keySet().removeAll(List.of("CORR", "HMAC"));
            }
            return forUsers;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> all() {
        List<Vector> all = new ArrayList<>(of(Dialect.V48));
        all.addAll(of(Dialect.V502));
        return all;
    }

    static List<Vector> of(Dialect dialect) {
        String file = "/vectors/v" + dialect.version() + "-messages.json";
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(file),
                file)) {
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(in).get("vectors")) {
                vectors.add(vector(dialect, node));
            }
            return vectors;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    private static Vector vector(Dialect dialect, JsonNode node) {
        Map<String, byte[]> annotations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.get("annotations").properties()) {
            annotations.put(field.getKey(), HexFormat.of().parseHex(field.getValue().asText()));
        }
        int wireFlags = node.get("flags").asInt();
        UUID correlationId = switch (dialect) {
            case V48 -> annotations.containsKey("CORR") ? uuid(annotations.get("CORR")) : null;
            case V502 -> (wireFlags & 0x40) == 0
                    ? null
                    : uuid(HexFormat.of().parseHex(node.get("correlation_id").asText()));
        };
        return new Vector(node.get("name").asText(), dialect, node.get("msgtype").asInt(),
                wireFlags, node.get("seq").asInt(), node.get("serializer_id").asInt(),
                node.get("data_size").asInt(), node.get("annotations_size").asInt(), correlationId,
                annotations, text(node, "payload_text"), text(node, "hmac_key"),
                HexFormat.of().parseHex(node.get("hex").asText()));
    }

    private static UUID uuid(byte[] bytes) {
        return new UUID(BigEndian.signedLong(bytes, 0), BigEndian.signedLong(bytes, 8));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }
}
