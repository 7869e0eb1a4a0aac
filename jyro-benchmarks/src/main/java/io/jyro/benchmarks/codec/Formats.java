package io.jyro.benchmarks.codec;

import io.jyro.Serializer;

/** The formats by the names that the benchmarks' parameter has. */
final class Formats {
    private Formats() {}

    static Format named(String name) {
        return switch (name) {
            case "jyro-serpent" -> new JyroFormat(Serializer.SERPENT);
            case "jyro-marshal" -> new JyroFormat(Serializer.MARSHAL);
            case "razorvine-serpent" -> new RazorvineSerpent();
            case "jackson" -> new JacksonJson();
            case "java" -> new JavaSerialization();
            default -> throw new IllegalArgumentException("no format is called " + name);
        };
    }
}
