package io.jyro.hostile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Messages that were captured from Python, by name. */
final class Captured {
    private Captured() {}

    /** A message of {@code vectors/}, such as {@code v502-connectfail-garbage}. */
    static RawMessage message(String name) {
        String file = "/vectors/" + name.substring(0, name.indexOf('-')) + "-messages.json";
        try (InputStream in = Captured.class.getResourceAsStream(file)) {
            for (JsonNode node : new ObjectMapper().readTree(in).get("vectors")) {
                if (node.get("name").asText().equals(name)) {
                    return RawMessage.read(new ByteArrayInputStream(
                            HexFormat.of().parseHex(node.get("hex").asText())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no vector " + name);
    }
}
