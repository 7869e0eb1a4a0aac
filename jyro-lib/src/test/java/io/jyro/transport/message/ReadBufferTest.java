package io.jyro.transport.message;

import java.io.IOException;
import java.util.Arrays;

import io.jyro.Link;
import io.jyro.transport.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How much memory bytes on their way take. */
class ReadBufferTest {
    private static final int SMALL = 256;
    private static final int ALWAYS_ALLOWED = 16 * 1024;
    private static final int KEPT = 64 * 1024;

    private final ConnectionMemory memory = ConnectionMemory.ofProxy();
    private final ReadBuffer buffer = new ReadBuffer(memory);
    private final Link link = Link.inProcess();
    private final Connection sender = Connection.over(link.one());
    private final Connection receiver = Connection.over(link.other());

    @ParameterizedTest
    @ValueSource(ints = {70_000, 262_145, 1_000_000, 10_000_001, 33_333_333})
    void itGrowsToNoMoreThanFourTimesOfWhatCame(int needed) throws IOException {
        while (buffer.size() < needed) {
            buffer.makeRoom(needed);
            assertThat(buffer.array().length)
                    .isLessThanOrEqualTo(Math.max(ALWAYS_ALLOWED,
                            Math.max(4 * buffer.size(), Math.min(KEPT, 8 * buffer.size()))))
                    .isLessThanOrEqualTo(needed);
            receive(Math.min(needed, buffer.array().length) - buffer.size());
        }

        assertThat(buffer.array()).hasSize(needed);
    }

    @Test
    void anArrayThatALargeMessageHadIsUsedForTheNext() throws IOException {
        byte[] first = received(1_000_000);
        buffer.use(1_000_000);
        buffer.rest();
        assertThat(buffer.array()).hasSize(SMALL);

        buffer.makeRoom(SMALL);
        receive(SMALL);
        buffer.makeRoom(900_000);

        assertThat(buffer.array()).isSameAs(first);
        assertThat(buffer.size()).isEqualTo(SMALL);
    }

    @Test
    void beforeALongWaitNothingIsKept() throws IOException {
        received(1_000_000);
        buffer.use(1_000_000);

        buffer.shrink();

        assertThat(buffer.array()).hasSize(SMALL);
        assertThat(memory.buffers().take(1)).isNull();
    }

    @Test
    void anArrayThatSomebodyKeepsIsNotUsedAgain() throws IOException {
        byte[] kept = received(1_000_000);
        buffer.use(1_000_000);
        assertThat(buffer.isWorthKeeping(1_000_000)).isTrue();

        buffer.abandon();
        buffer.rest();

        assertThat(received(1_000_000)).isNotSameAs(kept);
    }

    @Test
    void aMessageThatIsSmallInALargeArrayIsNotWorthKeepingIt() throws IOException {
        received(1_000_000);
        buffer.use(1_000_000);

        assertThat(buffer.isWorthKeeping(100_000)).isFalse();
    }

    private byte[] received(int count) throws IOException {
        while (buffer.size() < count) {
            buffer.makeRoom(count);
            receive(Math.min(count, buffer.array().length) - buffer.size());
        }
        return buffer.array();
    }

    private void receive(int count) throws IOException {
        byte[] bytes = new byte[Math.min(count, 10_000)];
        Arrays.fill(bytes, (byte) 7);
        for (int left = count; left > 0;) {
            int piece = Math.min(left, bytes.length);
            sender.write(bytes, 0, piece);
            int before = buffer.size();
            while (buffer.size() < before + piece) {
                assertThat(buffer.read(receiver::read)).isPositive();
            }
            left -= piece;
        }
    }
}
