package io.jyro.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Much is given to the JDK in pieces, of each of which it makes a copy. */
class ChannelChunksTest {
    private static final int PIECE = 128 * 1024;

    /** Notes how much is written at a time. */
    private static final class Pieces extends ByteArrayOutputStream {
        private final List<Integer> sizes = new ArrayList<>();

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            sizes.add(length);
            super.write(bytes, offset, length);
        }
    }

    private final byte[] bytes = new byte[2 * PIECE + 100];

    ChannelChunksTest() {
        new Random(4).nextBytes(bytes);
    }

    @Test
    void aStreamIsWrittenInPieces() throws IOException {
        Pieces out = new Pieces();

        ChannelChunks.writeAll(out, bytes, 10, bytes.length - 20);

        assertThat(out.sizes).containsExactly(PIECE, PIECE, 80);
        assertThat(out.toByteArray())
                .isEqualTo(Arrays.copyOfRange(bytes, 10, bytes.length - 10));
    }

    @Test
    void whatIsSmallIsWrittenAtOnce() throws IOException {
        Pieces out = new Pieces();

        ChannelChunks.writeAll(out, bytes, 0, PIECE);
        ChannelChunks.writeAll(out, bytes, 0, 0);

        assertThat(out.sizes).containsExactly(PIECE);
    }

    @Test
    void aStreamIsReadInPieces() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        byte[] into = new byte[bytes.length];

        assertThat(ChannelChunks.read(in, into, 0, into.length)).isEqualTo(PIECE);
        assertThat(ChannelChunks.read(in, into, PIECE, into.length - PIECE)).isEqualTo(PIECE);
        assertThat(ChannelChunks.read(in, into, 2 * PIECE, 100)).isEqualTo(100);
        assertThat(ChannelChunks.read(in, into, 0, 1)).isEqualTo(-1);
        assertThat(into).isEqualTo(bytes);
    }
}
