package io.jyro.server;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.hostile.LogCapture;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.Cleanup;
import io.jyro.server.calls.ServingThreads;
import io.jyro.server.calls.StreamTable;
import io.jyro.transport.Connection;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.message.BufferPool;
import io.jyro.transport.message.MemoryBudget;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who counts as connected. */
class ConnectionTableTest {

    private static ConnectionTable table(Runnable lastLeft, Opening opening) {
        PyroConfig config = PyroConfig.defaults();
        ClientWarnings warnings = ClientWarnings.timedBy(() -> 0);
        CallPlace calls = new CallPlace(ServerType.THREAD, null, "test");
        ServingThreads threads = new ServingThreads("test");
        ChannelFactory channels = new ChannelFactory(config, Map.of(), null,
                BufferPool.ofDaemon(), MemoryBudget.ofHeap());
        Cleanup cleanup = new Cleanup(calls, new StreamTable(config, Runnable::run), null,
                warnings.disconnectHooks(), warnings.cleanups());
        ClientConnection.Factory factory = new ClientConnection.Factory(channels, cleanup,
                new RequestWait(config, threads, new IdleSelector("test")), threads,
                warnings.connections());
        return new ConnectionTable(new NoHost() {
            @Override
            public void lastLeft() {
                lastLeft.run();
            }
        }, ConnectionLimit.of(config, ServerType.THREAD), factory, opening, opening);
    }

    @Test
    void anErrorInTheReceptionOfAClientIsLoggedAndItLeaves() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ConnectionTable table = table(gone::countDown, Opening.resuming(() -> {
            throw new OutOfMemoryError("no more of it");
        }));
        Link link = Link.inProcess();
        try (LogCapture log = new LogCapture();
                Connection connection = Connection.over(link.one())) {
            table.receive(connection);

            log.await(Level.ERROR, "receiving");
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void aClientForWhomThereIsNoMemoryLeavesItsPlaceAndIsClosed() {
        ConnectionTable table = table(() -> {}, client -> null);
        OutOfMemoryError error = new OutOfMemoryError("no more of it");
        AtomicBoolean closed = new AtomicBoolean();
        Connection connection = (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[]{Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "selectable" -> throw error;
                    case "close" -> {
                        closed.set(true);
                        yield null;
                    }
                    default -> "a connection";
                });

        assertThatThrownBy(() -> table.receive(connection)).isSameAs(error);
        assertThat(table.size()).isZero();
        assertThat(closed).isTrue();
    }
}
