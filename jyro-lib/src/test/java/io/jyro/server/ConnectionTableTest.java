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
import io.jyro.rpc.RunningCalls;
import io.jyro.transport.Connection;
import io.jyro.transport.MemoryBudget;
import io.jyro.transport.SpareArrays;
import io.jyro.transport.WaitingRoom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who counts as connected. */
class ConnectionTableTest {

    private static DaemonCore core() {
        PyroConfig config = PyroConfig.defaults();
        DaemonHooks hooks = new DaemonHooks((client, data) -> "hello", client -> {}, Map::of,
                () -> {},
                (client, objectId, method, failure) -> {}, null);
        return new DaemonCore(config, hooks, new ObjectTable(), new StreamTable(config),
                new AcceptedCodecs(config.serializersAccepted()), Map.of(),
                new CallGate(ServerType.THREAD), new ServingThreads("test"),
                new WaitingRoom("test"), new Watch("test"), null, SpareArrays.ofDaemon(),
                ClientWarnings.timedBy(() -> 0), MemoryBudget.ofHeap(), new RunningCalls());
    }

    @Test
    void anErrorInTheReceptionOfAClientIsLoggedAndItLeaves() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ConnectionTable table = new ConnectionTable(
                Room.of(PyroConfig.defaults(), ServerType.THREAD), gone::countDown);
        Link link = Link.inProcess();
        try (LogCapture log = new LogCapture();
                Connection connection = Connection.over(link.one())) {
            table.receive(core(), connection, Opening.resuming(() -> {
                throw new OutOfMemoryError("no more of it");
            }));

            log.await(Level.ERROR, "receiving");
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void aClientForWhomThereIsNoMemoryLeavesItsPlaceAndIsClosed() {
        ConnectionTable table = new ConnectionTable(
                Room.of(PyroConfig.defaults(), ServerType.THREAD), () -> {});
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

        assertThatThrownBy(() -> table.receive(core(), connection, Reception::shakeHands))
                .isSameAs(error);
        assertThat(table.size()).isZero();
        assertThat(closed).isTrue();
    }
}
