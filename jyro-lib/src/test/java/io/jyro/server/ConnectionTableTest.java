package io.jyro.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.hostile.LogCapture;
import io.jyro.transport.Connection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who counts as connected. */
class ConnectionTableTest {

    @Test
    void anErrorInTheReceptionOfAClientIsLoggedAndItLeaves() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ConnectionTable table = new ConnectionTable(
                ConnectionLimit.of(PyroConfig.defaults(), ServerType.THREAD), gone::countDown);
        Link link = Link.inProcess();
        try (LogCapture log = new LogCapture();
                Connection connection = Connection.over(link.one())) {
            table.receive(DaemonCores.timedBy(() -> 0, () -> {}), connection,
                    Opening.resuming(() -> {
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
                ConnectionLimit.of(PyroConfig.defaults(), ServerType.THREAD), () -> {});
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

        assertThatThrownBy(() -> table.receive(DaemonCores.timedBy(() -> 0, () -> {}), connection,
                ServerHandshake::shakeHands))
                .isSameAs(error);
        assertThat(table.size()).isZero();
        assertThat(closed).isTrue();
    }
}
