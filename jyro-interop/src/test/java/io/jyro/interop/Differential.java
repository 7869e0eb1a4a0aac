package io.jyro.interop;

import io.jyro.Serializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends thousands of generated values with a Python client to Python's own daemon and to Jyro's: both give the same value
 * back, or raise the same exception. Where they are not meant to, {@code differences.py} has the reason.
 */
public final class Differential {
    // Fewer would mean that most of the values are not carried at all, by neither.
    private static final int ALIKE = 1000;

    private final Python python;

    public Differential(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("import differential\nuris = differential.served(), '" + jyro.uri("thing")
                + "'");
    }

    public void assertSameReplies(Serializer serializer) {
        python.run("alike, different = differential.compare(uris, '" + serializer.pyroName() + "', "
                + Seed.SEED + ")");

        assertThat(python.eval("'\\n'.join(different)")).as("seed %d", Seed.SEED).isEqualTo("''");
        assertThat(Integer.parseInt(python.eval("alike"))).isGreaterThan(ALIKE);
    }
}
