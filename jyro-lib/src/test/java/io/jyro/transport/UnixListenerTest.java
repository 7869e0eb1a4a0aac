package io.jyro.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The files of Unix domain sockets, and who may have them. */
class UnixListenerTest {
    private final Connector connector = new Connector(Duration.ZERO, 0, true);
    @TempDir
    private Path directory;

    @Test
    void theFileIsThereWhileItListensAndNoLonger() {
        Path file = directory.resolve("a name with blanks");

        try (Listener listener = Listener.openUnix(file.toString())) {
            assertThat(file).exists();
            assertThat(listener).hasToString("./u:" + file);
            assertThat(listener.address()).isEqualTo(UnixDomainSocketAddress.of(file));
            assertThat(listener.isLoopback()).isTrue();
            assertThat(listener.port()).isZero();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void aSocketThatAProcessLeftBehindIsReplaced() throws IOException {
        Path file = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file)).close();
        assertThat(file).exists();

        try (Listener listener = Listener.openUnix(file.toString());
                Connection client = connector.connectUnix(file.toString());
                Connection server = listener.accept()) {
            client.write(new byte[]{1}, 0, 1);

            assertThat(server.read(new byte[1], 0, 1)).isEqualTo(1);
        }
    }

    @Test
    void aSocketOnWhichSomeoneListensIsRefusedAndLeftAlone() throws IOException {
        Path file = directory.resolve("live");
        try (Listener first = Listener.openUnix(file.toString())) {

            assertThatThrownBy(() -> Listener.openUnix(file.toString()))
                    .isInstanceOf(CommunicationException.class)
                    .hasMessage("cannot listen on ./u:" + file
                            + ": another process listens there; end it, or choose another path");

            connector.connectUnix(file.toString()).close();
            first.accept().close(); // the question of the second listener
            first.accept().close();
        }
    }

    @Test
    void aListenerThatHasTooMuchToDoIsAliveToo() throws IOException {
        Path file = directory.resolve("busy");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file), 1);
                Connection one = connector.connectUnix(file.toString());
                Connection two = connector.connectUnix(file.toString())) {

            assertThatThrownBy(() -> Listener.openUnix(file.toString()))
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("another process listens there");

            assertThat(busy.isOpen()).isTrue();
            assertThat(one).hasToString(two.toString());
            assertThat(file).exists();
        }
    }

    @Test
    void aFileThatIsNoSocketIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("data"), "precious");

        assertThatThrownBy(() -> Listener.openUnix(file.toString()))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot listen on ./u:" + file)
                .hasMessageContaining("not a socket, and is not replaced");

        assertThat(file).hasContent("precious");
    }

    @Test
    void aLinkIsNoSocketWhereverItLeads() throws IOException {
        Path socket = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket)).close();
        Path link = Files.createSymbolicLink(directory.resolve("link"), socket);

        assertThatThrownBy(() -> Listener.openUnix(link.toString()))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("not a socket, and is not replaced");

        assertThat(socket).exists();
    }

    @Test
    void aFileThatIsNotOursAnyMoreIsNotRemoved() throws IOException {
        Path file = directory.resolve("socket");
        Listener first = Listener.openUnix(file.toString());
        Files.delete(file);
        try (Listener second = Listener.openUnix(file.toString())) {
            first.close();

            connector.connectUnix(file.toString()).close();
            second.accept().close();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void closingTwiceDoesNotTouchTheNextOnesFile() {
        Path file = directory.resolve("socket");
        Listener first = Listener.openUnix(file.toString());
        first.close();
        try (Listener second = Listener.openUnix(file.toString())) {
            first.close();

            assertThat(second.isOpen()).isTrue();
            assertThat(file).exists();
        }
    }

    @Test
    void aPathThatIsTooLongIsRefusedBothWays() {
        String path = directory.resolve("x".repeat(107)).toString();

        assertThatThrownBy(() -> Listener.openUnix(path))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot listen on ./u:" + path)
                .hasMessageContaining("has " + path.length() + " bytes")
                .hasMessageContaining("at most 107");
        assertThatThrownBy(() -> connector.connectUnix(path))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot connect to ./u:" + path)
                .hasMessageContaining("at most 107");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatThrownBy(() -> Listener.openUnix(""))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("the path is empty");
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() {
        String path = directory.resolve("nowhere/s").toString();

        assertThatThrownBy(() -> Listener.openUnix(path))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot listen on ./u:" + path)
                .hasMessageContaining("does its directory exist");
    }

    @Test
    void connectingSaysWhatIsWrongWithThePath() throws IOException {
        Path stale = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale)).close();
        Path data = Files.writeString(directory.resolve("data"), "precious");

        assertThatThrownBy(() -> connector.connectUnix(directory.resolve("none").toString()))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("there is no such socket");
        assertThatThrownBy(() -> connector.connectUnix(stale.toString()))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("no process listens on it any more");
        assertThatThrownBy(() -> connector.connectUnix(data.toString()))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("not a socket");
    }

    @Test
    void aFullQueueIsWaitedForNoLongerThanTheTimeout() throws IOException {
        Path file = directory.resolve("busy");
        Connector impatient = new Connector(Duration.ofMillis(30), 0, true);
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file), 1);
                Connection one = impatient.connectUnix(file.toString());
                Connection two = impatient.connectUnix(file.toString())) {

            assertThatThrownBy(() -> impatient.connectUnix(file.toString()))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("takes no more clients")
                    .hasMessageContaining("PT0.03S (timeout, COMMTIMEOUT)");
            assertThat(busy.isOpen()).isTrue();
            assertThat(one).hasToString(two.toString());
        }
    }

    @Test
    void aPlaceInTheQueueThatBecomesFreeIsTaken() throws IOException {
        Path file = directory.resolve("busy");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file), 1);
                Connection one = connector.connectUnix(file.toString());
                Connection two = connector.connectUnix(file.toString())) {
            CompletableFuture<Integer> third = ConnectionContract.on(true, () -> {
                connector.connectUnix(file.toString()).close();
                return 3;
            });

            busy.accept().close();

            assertThat(ConnectionContract.result(third)).isEqualTo(3);
            assertThat(one).hasToString(two.toString());
        }
    }

    @Test
    void closingEndsAnAcceptThatWaits() {
        Listener listener = Listener.openUnix(directory.resolve("s").toString());
        CompletableFuture<Integer> accepted = ConnectionContract.on(false, () -> {
            listener.accept();
            return 1;
        });

        listener.close();

        assertThatThrownBy(() -> ConnectionContract.result(accepted))
                .hasCauseInstanceOf(IOException.class);
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    void clientsAreToldApartByANumber() throws IOException {
        String path = directory.resolve("s").toString();
        try (Listener listener = Listener.openUnix(path);
                Connection one = connector.connectUnix(path);
                Connection two = connector.connectUnix(path);
                Connection first = listener.accept();
                Connection second = listener.accept()) {

            assertThat(first).hasToString("./u:" + path + " (client 1)");
            assertThat(second).hasToString("./u:" + path + " (client 2)");
            assertThat(first.peerAddress()).hasToString(path);
            assertThat(one.peerAddress()).isEqualTo(two.peerAddress()).hasToString(path);
        }
    }
}
