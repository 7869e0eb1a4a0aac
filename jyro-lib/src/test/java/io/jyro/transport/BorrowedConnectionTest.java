package io.jyro.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.jyro.CommunicationException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections over channels that the user opened. */
class BorrowedConnectionTest {

    /** What holds for channels of either kind. */
    @SuppressWarnings("NullAway.Init") // connect() does, before each test
    abstract static class OverChannels extends ConnectionContract {
        SocketChannel mine;
        SocketChannel theirs;

        abstract ServerSocketChannel listen() throws IOException;

        @Override
        public Pair connect() throws IOException {
            try (ServerSocketChannel server = listen()) {
                SocketAddress address = server.getLocalAddress();
                mine = SocketChannel.open(address);
                theirs = server.accept();
                return new Pair(Connection.over(mine), Connection.over(theirs));
            }
        }

        @Override
        public void disconnect() throws IOException {
            mine.close();
            theirs.close();
        }

        @Test
        void closingLeavesTheChannelOpenAndBlockingAsItWas() throws IOException {
            Pair pair = connect();
            pair.one().write(new byte[]{1}, 0, 1);
            pair.other().read(new byte[1], 0, 1);

            pair.one().close();
            pair.other().close();

            assertThat(mine.isBlocking()).isTrue();
            mine.write(ByteBuffer.wrap(new byte[]{42}));
            ByteBuffer got = ByteBuffer.allocate(1);
            assertThat(theirs.read(got)).isEqualTo(1);
            assertThat(got.get(0)).isEqualTo((byte) 42);
        }

        @Test
        void aChannelThatWasNotUsedStaysAsItWas() throws IOException {
            Pair pair = connect();
            mine.configureBlocking(false);
            pair.one().close();
            pair.other().close();

            assertThat(mine.isBlocking()).isFalse();
            assertThat(theirs.isBlocking()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void closingTheChannelEndsAReadThatWaits(boolean virtual) throws IOException {
            Pair pair = connect();
            CompletableFuture<Integer> read = on(virtual, () -> pair.one().read(new byte[1], 0, 1));

            mine.close();

            assertThatThrownBy(() -> result(read)).hasRootCauseInstanceOf(IOException.class)
                    .hasMessageContaining("closed on this side");
        }

        @Test
        void aWriteThatWasEndedByClosingLeavesTheChannelUsable() throws IOException {
            Pair pair = connect();
            CompletableFuture<Integer> write = on(false, () -> {
                pair.one().write(new byte[20_000_000], 0, 20_000_000);
                return 0;
            });
            assertThat(pair.other().read(new byte[1], 0, 1)).isEqualTo(1);

            pair.one().close();

            assertThatThrownBy(() -> result(write)).hasMessageContaining("left open");
            assertThat(mine.isOpen()).isTrue();
        }
    }

    /** Of TCP. */
    @Nested
    class Tcp extends OverChannels {
        @Override
        ServerSocketChannel listen() throws IOException {
            return ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Test
        void theOtherEndIsCalledByItsAddress() {
            assertThat(Connection.over(mine)).hasToString("connected socket to 127.0.0.1:"
                    + ((InetSocketAddress) theirsAddress()).getPort());
        }

        private SocketAddress theirsAddress() {
            return Connection.over(mine).peerAddress();
        }
    }

    /** Of Unix domain sockets. */
    @Nested
    class Unix extends OverChannels {
        @TempDir
        private Path directory;
        private int count;

        @Override
        ServerSocketChannel listen() throws IOException {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(directory.resolve("s" + count++)));
        }

        @Test
        void theOtherEndHasNoAddressToBeCalledBy() {
            assertThat(Connection.over(mine)).hasToString("connected socket");
        }
    }

    @Test
    void aSocketThatIsNotConnectedIsRefused() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            assertThatThrownBy(() -> Connection.over(channel))
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("not connected");
        }
    }

    @Test
    void aSocketThatIsClosedIsRefused() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.close();

        assertThatThrownBy(() -> Connection.over(channel))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("is closed");
    }
}
