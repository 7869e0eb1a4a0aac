package io.jyro.benchmarks.codec;

import io.jyro.Serializer;

/** The formats by the names that the benchmarks' parameter has. */
final class Formats {
    private Formats() {}

    /** Whoever has a way of its own to write a call gets to use it. */
    static Format forCalls(String name) {
        return switch (name) {
            case "jyro-serpent" -> new JyroCallFormat(Serializer.SERPENT);
            case "jyro-marshal" -> new JyroCallFormat(Serializer.MARSHAL);
            default -> named(name);
        };
    }

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
