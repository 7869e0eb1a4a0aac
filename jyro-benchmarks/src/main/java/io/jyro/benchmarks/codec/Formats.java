package io.jyro.benchmarks.codec;

import io.jyro.Serializer;

/** The formats by their names in the parameter of the benchmarks. */
final class Formats {
    /** The prefix of the names of Jyro's formats, before the name of the serializer. */
    private static final String JYRO = "jyro-";

    private Formats() {}

    /**
     * Returns a format for calls, which uses the library's own way of writing a call if there is
     * one.
     */
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
