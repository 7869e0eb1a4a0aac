package io.jyro.serialize.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;

/** The payloads inside the messages that were captured from both Pyros. */
final class CapturedPayloads {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Captured(String name, boolean isCall, Dialect dialect, byte[] payload) {
        CodecContext context() {
            return CodecContract.context(dialect, CodecLimits.DEFAULT);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private CapturedPayloads() {}

    static List<Captured> values(Serializer serializer) {
        return all(serializer).stream().filter(payload -> !payload.isCall()).toList();
    }

    static List<Captured> calls(Serializer serializer) {
        return all(serializer).stream().filter(Captured::isCall).toList();
    }

    private static List<Captured> all(Serializer serializer) {
        List<Captured> captured = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (JsonNode message : load(dialect)) {
                if (message.get("serializer_id").asInt() == serializer.id(dialect)
                        && message.get("name").asText().endsWith("-" + serializer.pyroName())) {
                    byte[] bytes = HexFormat.of().parseHex(message.get("hex").asText());
                    int size = message.get("data_size").asInt();
                    captured.add(new Captured(message.get("name").asText(),
                            message.get("type_name").asText().equals("INVOKE"), dialect,
                            Arrays.copyOfRange(bytes, bytes.length - size, bytes.length)));
                }
            }
        }
        return captured;
    }

    private static JsonNode load(Dialect dialect) {
        String file = "/vectors/v" + dialect.version() + "-messages.json";
        try (InputStream in = Objects
                .requireNonNull(CapturedPayloads.class.getResourceAsStream(file), file)) {
            return new ObjectMapper().readTree(in).get("vectors");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
