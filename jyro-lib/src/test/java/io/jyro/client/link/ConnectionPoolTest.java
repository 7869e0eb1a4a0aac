package io.jyro.client.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.client.exchange.SerialExchange;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Metadata;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The connections that a proxy opens beside its first, toward a daemon that answers one call at a time on each. */
@Timeout(60)
public class ConnectionPoolTest {
    private final DaemonConnection first = connection();

    private static DaemonConnection connection() {
        MessageChannel channel = new MessageChannel(Connection.over(Link.inProcess().one()),
                WireLimits.NONE, null, false, ConnectionMemory.ofProxy(), Codecs::bulkFinder);
        return new DaemonConnection(PyroUri.parse("PYRO:thing@localhost:1"),
                new SerialExchange(channel, Duration.ofSeconds(1), true,
                        () -> new MessageWriter(Dialect.V502, WireLimits.NONE, null, false)),
                Codecs.of(Serializer.SERPENT),
                CodecContext.of(PyroConfig.defaults(), Dialect.V502,
                        TypeRegistry.over(PyroConfig.defaults().types())),
                Metadata.NONE, Capabilities.NONE,
                () -> new MessageWriter(Dialect.V502, WireLimits.NONE, null, false), null);
    }

    @Test
    void oneIsOpenedForACallerThatWouldWait() {
        ConnectionPool further = new ConnectionPool(1);
        DaemonConnection second = connection();

        assertThat(further.choose(first, () -> second)).isSameAs(first);
        assertThat(further.choose(first, () -> second)).isSameAs(second);
        first.leave();
        assertThat(further.choose(first, ConnectionPoolTest::connection)).isSameAs(first);
    }

    @Test
    void callersSpreadOverThoseThatAreThere() {
        ConnectionPool further = new ConnectionPool(1);
        DaemonConnection second = connection();
        further.choose(first, () -> second);
        further.choose(first, () -> second);

        DaemonConnection third = further.choose(first, ConnectionPoolTest::connection);
        DaemonConnection fourth = further.choose(first, ConnectionPoolTest::connection);

        assertThat(third).isIn(first, second);
        assertThat(fourth).isIn(first, second).isNotSameAs(third);
    }

    @Test
    void aDaemonThatHasNoRoomForMoreServesAllOverTheFirst() {
        ConnectionPool further = new ConnectionPool(1);
        further.choose(first, ConnectionPoolTest::connection);

        assertThat(further.choose(first, () -> {
            throw new CommunicationException("no free workers");
        })).isSameAs(first);
    }

    @Test
    void oneThatCouldNotBeOpenedForAnotherReasonMayBeTriedAgain() {
        ConnectionPool further = new ConnectionPool(1);
        DaemonConnection second = connection();
        further.choose(first, ConnectionPoolTest::connection);
        PyroException refusal = new PyroException("the user's validator does not like it");

        assertThatThrownBy(() -> further.choose(first, () -> {
            throw refusal;
        })).isSameAs(refusal);
        assertThat(further.choose(first, () -> second)).isSameAs(second);
    }

    @Test
    void oneThatIsOpenedWhileTheProxyIsClosedDoesNotStayOpen() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch connecting = new CountDownLatch(1);
        try (ScriptedPeer daemon = ScriptedPeer.daemon()) {
            Proxy proxy = Proxy.builder(daemon.uri("thing")).config(PyroConfig.defaults())
                    .connections(2).timeout(Duration.ofSeconds(10)).build();
            daemon.welcome("ask").expect(MessageType.INVOKE);
            daemon.nextClient().expect(MessageType.CONNECT).tell(connecting).await(closed)
                    .reply(MessageType.CONNECTOK,
                            "{'handshake':'hello','meta':{'methods':['ask'],'oneway':[],'attrs':[]}}")
                    .expectClosed();
            CompletableFuture<@Nullable Object> one = proxy.callAsync("ask");
            CompletableFuture<@Nullable Object> other = proxy.callAsync("ask");
            connecting.await();
            proxy.close();
            closed.countDown();

            assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void furtherConnectionsOfAServerThatMovedAreClosedAfterTheirCalls() {
        ConnectionPool further = new ConnectionPool(1);
        DaemonConnection second = connection();
        further.choose(first, () -> second);
        further.choose(first, () -> second);

        further.retire();

        assertThat(second.isClosed()).isFalse();
        second.leave();
        assertThat(second.isClosed()).isTrue();
    }
}
