package io.jyro.transport.message;

import java.time.Duration;
import java.util.Objects;

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
    void whatNobodyUsesForSomeTimeIsLetGo() {
        spares.give(new byte[100]);

        spares.expire(Duration.ofHours(1));
        byte[] array = Objects.requireNonNull(spares.take(1));

        spares.give(array);
        spares.expire(Duration.ZERO);
        assertThat(spares.take(1)).isNull();
    }

    @Test
    void allTogetherAreNoMoreThanAnEighthOfTheHeap() {
        SpareArrays several = SpareArrays.ofDaemon();
        int most = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8);
        byte[] larger = new byte[most / 3 * 2];
        several.give(larger);
        several.give(new byte[most / 2]);

        assertThat(several.take(1)).isSameAs(larger);
        assertThat(several.take(1)).isNull();
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
