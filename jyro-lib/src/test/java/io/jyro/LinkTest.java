package io.jyro;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The two ends of a link, as a test of a user's own might hold them. */
class LinkTest {
    private static final Duration FOR_EVER = Duration.ZERO;

    private final Link link = Link.inProcess();

    @Test
    void bytesArriveInOrderHoweverOftenTheRingIsRound() throws IOException {
        byte[] piece = new byte[7_000];
        byte[] got = new byte[7_000];
        for (int i = 0; i < 100; i++) {
            piece[0] = (byte) i;
            piece[6_999] = (byte) -i;
            link.one().write(piece, 0, piece.length);
            int have = 0;
            while (have < got.length) {
                have += link.other().read(got, have, got.length - have, FOR_EVER);
            }
            assertThat(got).isEqualTo(piece);
        }
    }

    @Test
    void aWriterNeverGetsFurtherAheadThan64Kilobytes() throws IOException {
        link.one().write(new byte[64 * 1024], 0, 64 * 1024);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                link.one().write(new byte[1], 0, 1);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(link.other().available()).isEqualTo(64 * 1024);
        assertThat(link.other().read(new byte[1], 0, 1, FOR_EVER)).isEqualTo(1);
        assertThat(writer).satisfies(thread -> assertThat(thread.join(Duration.ofSeconds(20)))
                .isTrue());
    }

    @Test
    void aReadThatWaitsTooLongSaysSo() {
        assertThatThrownBy(() -> link.one().read(new byte[1], 0, 1, Duration.ofMillis(1)))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("no bytes arrived");
    }

    @Test
    void whatWasWrittenBeforeClosingIsStillRead() throws IOException {
        link.one().write(new byte[]{5}, 0, 1);
        link.one().close();
        byte[] got = new byte[2];

        assertThat(link.other().read(got, 0, 2, FOR_EVER)).isEqualTo(1);
        assertThat(link.other().read(got, 0, 2, FOR_EVER)).isEqualTo(-1);
        assertThatThrownBy(() -> link.other().write(got, 0, 1)).isInstanceOf(IOException.class)
                .hasMessageContaining("the other end of the link is closed");
    }

    @Test
    void aThreadThatIsInterruptedStopsWaitingAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> link.one().read(new byte[1], 0, 1, FOR_EVER))
                .isInstanceOf(IOException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRangeOutsideOfTheArrayIsRefused() {
        assertThatThrownBy(() -> link.one().write(new byte[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> link.one().read(new byte[3], 2, 2, FOR_EVER))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
