package io.jyro.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.jyro.Link;
import io.jyro.hostile.LogCapture;
import io.jyro.transport.Connection;
import io.jyro.transport.Listener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That nothing keeps the next client from being accepted. */
class AcceptorTest {
    /** Gives connections as they are put in. */
    private static final class Clients implements Listener {
        private final BlockingQueue<Connection> waiting = new LinkedBlockingQueue<>();
        private volatile boolean open = true;

        @Override
        public String host() {
            return "here";
        }

        @Override
        public SocketAddress address() {
            return InetSocketAddress.createUnresolved("here", 1);
        }

        @Override
        public boolean isLoopback() {
            return true;
        }

        @Override
        public Connection accept() {
            try {
                return waiting.take();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
            waiting.add(Connection.over(Link.inProcess().one()));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class,
            NoClassDefFoundError.class, AssertionError.class})
    void afterAnyErrorTheNextClientIsAccepted(Class<? extends Error> type) throws Exception {
        Error error = type.getConstructor().newInstance();
        Clients clients = new Clients();
        CountDownLatch accepted = new CountDownLatch(2);
        try (LogCapture log = new LogCapture(); Acceptor acceptor = new Acceptor(clients)) {
            acceptor.start(client -> {
                accepted.countDown();
                if (accepted.getCount() == 1) {
                    throw error;
                }
            });
            clients.waiting.add(Connection.over(Link.inProcess().one()));
            clients.waiting.add(Connection.over(Link.inProcess().one()));

            assertThat(accepted.await(10, TimeUnit.SECONDS)).isTrue();
            log.await(Level.WARN, "accepting a client");
        }
    }
}
