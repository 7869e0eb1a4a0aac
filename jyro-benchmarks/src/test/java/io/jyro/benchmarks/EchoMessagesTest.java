package io.jyro.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Dialect;
import io.jyro.Serializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EchoMessagesTest {
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theSizesAreThoseOfTheMessagesOnTheWire(Dialect dialect) throws Exception {
        JyroWork echo = new JyroWork(Work.ECHO, dialect, Serializer.SERPENT);
        try (Contender.Server server = echo.serve();
                Tap tap = new Tap(port(server.endpoint()));
                Contender.Caller caller = echo.connect(
                        "PYRO:" + EchoMessages.OBJECT_ID + "@127.0.0.1:" + tap.port())) {
            caller.call(); // connects
            tap.forget();

            caller.call();

            assertThat(new EchoMessages(tap.requested.get(), tap.replied.get()))
                    .isEqualTo(EchoMessages.of(dialect));
        }
    }

    private static int port(String uri) {
        return Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    }

    /** Passes bytes on between one client and a server, and counts them before it does. */
    private static final class Tap implements AutoCloseable {
        final AtomicInteger requested = new AtomicInteger();
        final AtomicInteger replied = new AtomicInteger();
        private final ServerSocket listener = new ServerSocket(0, 1,
                InetAddress.getLoopbackAddress());

        Tap(int serverPort) throws IOException {
            Thread.ofVirtual().start(() -> relay(serverPort));
        }

        int port() {
            return listener.getLocalPort();
        }

        void forget() {
            requested.set(0);
            replied.set(0);
        }

        private void relay(int serverPort) {
            try (Socket client = listener.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                Thread.ofVirtual().start(() -> pump(server, client, replied));
                pump(client, server, requested);
            } catch (IOException e) {
                // the test is over
            }
        }

        private static void pump(Socket from, Socket to, AtomicInteger counter) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count; (count = in.read(buffer)) >= 0;) {
                    counter.addAndGet(count);
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // the test is over
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
