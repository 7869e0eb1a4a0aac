package io.jyro.benchmarks.codec;

import io.jyro.Serializer;

/** The formats by the names that the benchmarks' parameter has. */
final class Formats {
    /** Before the name of each serializer that Jyro has a codec for. */
    private static final String JYRO = "jyro-";

    private Formats() {}

    /** Whoever has a way of its own to write a call gets to use it. */
    static Format forCalls(String name) {
        return name.startsWith(JYRO) ? new JyroCallFormat(serializer(name)) : named(name);
    }

    static Format named(String name) {
        return switch (name) {
            case "razorvine-serpent" -> new RazorvineSerpent();
            case "razorvine-pickle" -> new RazorvinePickle();
            case "jackson" -> new JacksonJson();
            case "java" -> new JavaSerialization();
            case "arraycopy" -> new ArrayCopy();
            default -> {
                if (!name.startsWith(JYRO)) {
                    throw new IllegalArgumentException("no format is called " + name);
                }
                yield new JyroFormat(serializer(name));
            }
        };
    }

    private static Serializer serializer(String name) {
        return Serializer.ofName(name.substring(JYRO.length()));
    }
}
