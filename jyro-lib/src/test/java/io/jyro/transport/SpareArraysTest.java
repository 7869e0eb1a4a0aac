package io.jyro.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which arrays are kept, and which are given. */
class SpareArraysTest {
    private final SpareArrays spares = SpareArrays.ofProxy();

    @Test
    void whatIsTooSmallIsNotGiven() {
        byte[] array = new byte[100];
        spares.give(array);

        assertThat(spares.take(101)).isNull();
        assertThat(spares.take(100)).isSameAs(array);
    }

    @Test
    void anArrayIsGivenToOneAlone() {
        spares.give(new byte[100]);

        assertThat(spares.take(1)).isNotNull();
        assertThat(spares.take(1)).isNull();
    }

    @Test
    void ofTooManyTheLargestIsKept() {
        byte[] large = new byte[200];
        spares.give(large);
        spares.give(new byte[100]);

        assertThat(spares.take(1)).isSameAs(large);
        assertThat(spares.take(1)).isNull();
    }

    @Test
    void ofSeveralTheSmallestThatIsEnoughIsGiven() {
        SpareArrays several = SpareArrays.ofDaemon();
        byte[] small = new byte[100];
        several.give(small);
        several.give(new byte[200]);

        assertThat(several.take(50)).isSameAs(small);
    }
}
