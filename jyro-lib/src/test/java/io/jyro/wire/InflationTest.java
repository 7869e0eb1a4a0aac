package io.jyro.wire;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How much memory decompressing takes, and when. */
class InflationTest {
    private static final int FREE = 16 * 1024;
    private static final int LARGEST_PIECE = 1 << 20;

    /** A budget that counts. */
    private static final class Counting implements MemoryCharge {
        private final long budget;
        private long held;
        private long most;

        Counting(long budget) {
            this.budget = budget;
        }

        @Override
        public long uncounted() {
            return FREE;
        }

        @Override
        public void take(long bytes) {
            if (!tryTake(bytes)) {
                held = 0;
                throw new MemoryRefusedException("no more");
            }
        }

        @Override
        public boolean tryTake(long bytes) {
            if (held + bytes > budget) {
                return false;
            }
            held += bytes;
            most = Math.max(most, held);
            return true;
        }

        @Override
        public void give(long bytes) {
            held -= bytes;
        }
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Random random = new Random(20_261_130);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(6));
        }
        return text;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(4);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length + 1_000];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] inflate(byte[] compressed, long limit, MemoryCharge memory) {
        return Inflation.inflate(Dialect.V502, compressed, 0, compressed.length,
                new WireLimits(0, limit), memory);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 100_000, 3_000_000, 20_000_000})
    void inTheEndExactlyTheBytesAreHeld(int length) {
        Counting memory = new Counting(Long.MAX_VALUE);
        byte[] text = text(length);

        byte[] inflated = inflate(deflated(text), 0, memory);

        assertThat(inflated).isEqualTo(text);
        assertThat(memory.held).isEqualTo(memory.most == 0 ? 0 : length);
        assertThat(memory.most).isLessThanOrEqualTo(2L * length + LARGEST_PIECE);
    }

    @Test
    void whereThereIsNoMemoryForTwiceTheBytesItNeedsThemOnce() {
        byte[] text = text(20_000_000);
        Counting memory = new Counting(text.length + LARGEST_PIECE);

        byte[] inflated = inflate(deflated(text), 0, memory);

        assertThat(inflated).isEqualTo(text);
        assertThat(memory.held).isEqualTo(text.length);
    }

    @Test
    void aBombTakesNoMoreThanThereIs() {
        Counting memory = new Counting(3_000_000);

        assertThatThrownBy(() -> inflate(deflated(new byte[50_000_000]), 0, memory))
                .isInstanceOf(MemoryRefusedException.class);

        assertThat(memory.most).isLessThanOrEqualTo(3_000_000);
    }

    @Test
    void aBombTakesNoMoreThanTheLimit() {
        Counting memory = new Counting(Long.MAX_VALUE);

        assertThatThrownBy(() -> inflate(deflated(new byte[50_000_000]), 5_000_000, memory))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("maxInflatedSize 5000000");

        assertThat(memory.most).isLessThanOrEqualTo(5_000_001);
    }
}
