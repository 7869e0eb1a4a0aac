package io.jyro.transport.message;

import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which arrays are kept, and which are given. */
class BufferPoolTest {
    private final BufferPool buffers = BufferPool.ofProxy();

    @Test
    void whatIsTooSmallIsNotGiven() {
        byte[] array = new byte[100];
        buffers.give(array);

        assertThat(buffers.take(101)).isNull();
        assertThat(buffers.take(100)).isSameAs(array);
    }

    @Test
    void anArrayIsGivenToOneAlone() {
        buffers.give(new byte[100]);

        assertThat(buffers.take(1)).isNotNull();
        assertThat(buffers.take(1)).isNull();
    }

    @Test
    void ofTooManyTheLargestIsKept() {
        byte[] large = new byte[200];
        buffers.give(large);
        buffers.give(new byte[100]);

        assertThat(buffers.take(1)).isSameAs(large);
        assertThat(buffers.take(1)).isNull();
    }

    @Test
    void whatNobodyUsesForSomeTimeIsLetGo() {
        buffers.give(new byte[100]);

        buffers.expire(Duration.ofHours(1));
        byte[] array = Objects.requireNonNull(buffers.take(1));

        buffers.give(array);
        buffers.expire(Duration.ZERO);
        assertThat(buffers.take(1)).isNull();
    }

    @Test
    void allTogetherAreNoMoreThanAnEighthOfTheHeap() {
        BufferPool several = BufferPool.ofDaemon();
        int most = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8);
        byte[] larger = new byte[most / 3 * 2];
        several.give(larger);
        several.give(new byte[most / 2]);

        assertThat(several.take(1)).isSameAs(larger);
        assertThat(several.take(1)).isNull();
    }

    @Test
    void ofSeveralTheSmallestThatIsEnoughIsGiven() {
        BufferPool several = BufferPool.ofDaemon();
        byte[] small = new byte[100];
        several.give(small);
        several.give(new byte[200]);

        assertThat(several.take(50)).isSameAs(small);
    }
}
