package io.jyro.rpc;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What surrounds a call, on both its sides: docs/protocol.md, 13. */
class CallContextTest {

    @Expose
    static class Watcher {
        final CountDownLatch closed = new CountDownLatch(1);
        final CountDownLatch onewayCame = new CountDownLatch(1);
        volatile @Nullable UUID onewayId;
        private final AutoCloseable resource = closed::countDown;
        private @Nullable Proxy next;

        public Map<String, Object> look() {
            CallContext context = CallContext.current();
            Peer client = Objects.requireNonNull(context.client());
            return Map.of("sequence", context.sequence(), "flags", context.flags(), "serializer",
                    context.serializerId(), "dialect", client.dialect().version(), "port",
                    ((InetSocketAddress) client.address()).getPort());
        }

        public String id() {
            return String.valueOf(CallContext.current().correlationId());
        }

        public String idThere() {
            return next == null ? "" : next.call(String.class, "id");
        }

        public List<String> annotations() {
            return new ArrayList<>(CallContext.current().annotations().keySet());
        }

        public List<String> annotationsThere() {
            return next == null
                    ? List.of()
                    : next.call(new TypeRef<List<String>>() {}, "annotations");
        }

        public void changeAnnotations() {
            CallContext.current().annotations().put("EVIL", new byte[1]);
        }

        public void annotate(String text, boolean fail) {
            CallContext.current().responseAnnotations().put("TEST",
                    text.getBytes(StandardCharsets.UTF_8));
            if (fail) {
                throw new IllegalStateException("as asked");
            }
        }

        public void prepareButNotSend() {
            CallContext.current().requestAnnotations().put("LEFT", new byte[1]);
        }

        public void track() {
            CallContext.current().trackResource(resource);
        }

        public void untrack() {
            CallContext.current().untrackResource(resource);
        }

        @io.jyro.Oneway
        public void tell() {
            onewayId = CallContext.current().correlationId();
            onewayCame.countDown();
        }
    }

    private final Loopback loopback = new Loopback();
    private final Watcher watcher = new Watcher();

    @AfterEach
    void close() {
        CallContext.current().correlationId(null);
        CallContext.current().requestAnnotations().clear();
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aServedMethodSeesItsRequestAndItsClient(Protocol protocol) {
        Proxy proxy = loopback.serve(watcher, protocol);
        proxy.call("id");

        Map<?, ?> seen = proxy.call(Map.class, "look");

        assertThat(seen.get("sequence")).isEqualTo(2);
        assertThat(seen.get("flags")).isEqualTo(0);
        assertThat(seen.get("serializer")).isEqualTo(1);
        assertThat(seen.get("dialect")).isEqualTo(protocol == Protocol.V48 ? 48 : 502);
        assertThat((Integer) seen.get("port")).isPositive();
    }

    @Test
    void whoServesNobodyHasNoClient() {
        CallContext context = CallContext.current();

        assertThat(context.client()).isNull();
        assertThat(context.clientAddress()).isNull();
        assertThat(context.sequence()).isZero();
        assertThat(context.annotations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theCorrelationIdArrivesAndTravelsOn(Protocol protocol) {
        Proxy proxy = loopback.serve(watcher, protocol);
        watcher.next = loopback.proxy(proxy.uri(), protocol);
        UUID id = UUID.randomUUID();
        CallContext.current().correlationId(id);

        assertThat(proxy.call("id")).isEqualTo(id.toString());
        assertThat(proxy.call("idThere")).isEqualTo(id.toString());
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aCallWithoutACorrelationIdGetsARandomOneEachTime(Protocol protocol) {
        Proxy proxy = loopback.serve(watcher, protocol);

        Object first = proxy.call("id");
        Object second = proxy.call("id");

        assertThat(first).isNotEqualTo(second).isNotEqualTo("null");
        assertThat(CallContext.current().correlationId()).isNull();
    }

    @Test
    void theCorrelationIdFollowsAOnewayCallAndAFuture() throws Exception {
        Proxy proxy = loopback.serve(watcher);
        UUID id = UUID.randomUUID();
        CallContext.current().correlationId(id);

        proxy.call("tell");
        assertThat(watcher.onewayCame.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(watcher.onewayId).isEqualTo(id);
        assertThat(proxy.callAsync("id").get(5, TimeUnit.SECONDS)).isEqualTo(id.toString());
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void requestAnnotationsGoOutWithTheNextCallOnly(Protocol protocol) {
        Proxy proxy = loopback.serve(watcher, protocol);
        proxy.bind();
        CallContext.current().requestAnnotations().put("TEST", new byte[]{1});

        assertThat(proxy.call("annotations")).isEqualTo(List.of("TEST"));
        assertThat(proxy.call("annotations")).isEqualTo(List.of());
    }

    @Test
    void requestAnnotationsOfACallThatHasToConnectArriveToo() {
        Proxy proxy = loopback.serve(watcher);
        CallContext.current().requestAnnotations().put("TEST", new byte[]{1});

        assertThat(proxy.call("annotations")).isEqualTo(List.of("TEST"));
    }

    @Test
    void requestAnnotationsOfAProxysOwnAlwaysGoOut() {
        Proxy proxy = loopback.proxy(Proxy.builder(loopback.daemon().register(watcher))
                .protocol(Protocol.V502).annotations(() -> Map.of("MINE", new byte[]{1})));

        assertThat(proxy.call("annotations")).isEqualTo(List.of("MINE"));
        assertThat(proxy.call("annotations")).isEqualTo(List.of("MINE"));
    }

    @Test
    void annotationsThatCameAreNotPassedOn() {
        Proxy proxy = loopback.serve(watcher);
        watcher.next = loopback.proxy(proxy.uri());
        CallContext.current().requestAnnotations().put("TEST", new byte[]{1});

        assertThat(proxy.call("annotationsThere")).isEqualTo(List.of());
    }

    @Test
    void annotationsThatCameCannotBeChanged() {
        Proxy proxy = loopback.serve(watcher);
        proxy.bind();
        CallContext.current().requestAnnotations().put("TEST", new byte[]{1});

        assertThatThrownBy(() -> proxy.call("changeAnnotations")).isInstanceOf(PyroException.class);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void responseAnnotationsReachTheCallerAlsoOfACallThatFails(Protocol protocol) {
        Proxy proxy = loopback.serve(watcher, protocol);
        proxy.call("annotate", "one", false);
        assertThat(CallContext.current().responseAnnotations().get("TEST"))
                .isEqualTo("one".getBytes(StandardCharsets.UTF_8));

        proxy.call("id");
        assertThat(CallContext.current().responseAnnotations()).doesNotContainKey("TEST");

        assertThatThrownBy(() -> proxy.call("annotate", "two", true))
                .hasMessageContaining("as asked");
        assertThat(CallContext.current().responseAnnotations().get("TEST"))
                .isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatOneClientsCallLeavesBehindNeverReachesAnother(Dialect dialect) {
        String id = loopback.daemon().register(watcher).objectId();
        for (int i = 0; i < 20; i++) { // more often than there are threads to be used again
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    id)) {
                assertThat(client.received().withoutCorrelation().annotations()).isEmpty();
                client.send(RawMessage.invoke(dialect, id, "id", "")).expect(MessageType.RESULT);
                assertThat(client.received().withoutCorrelation().annotations()).isEmpty();
                client.send(RawMessage.invoke(dialect, id, "annotate", "'x',True,"))
                        .expect(MessageType.RESULT);
                client.send(RawMessage.invoke(dialect, id, "prepareButNotSend", ""))
                        .expect(MessageType.RESULT);
                assertThat(client.received().withoutCorrelation().annotations()).isEmpty();
            }
        }
    }

    @Test
    void aDaemonsAnnotationsGoOutWithEveryReply() {
        try (Loopback annotating = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .annotations(() -> Map.of("HOST", new byte[]{7})))) {
            Proxy proxy = annotating.serve(watcher);
            proxy.call("annotate", "both", false);

            assertThat(CallContext.current().responseAnnotations()).containsKeys("HOST", "TEST");
        }
    }

    @Test
    void aTrackedResourceIsClosedWhenItsClientGoesAway() throws Exception {
        Proxy proxy = loopback.serve(watcher);
        proxy.call("track");
        assertThat(watcher.closed.getCount()).isEqualTo(1);
        proxy.release();

        assertThat(watcher.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anUntrackedResourceIsLeftAlone() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (Loopback own = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .onDisconnect(client -> left.countDown()))) {
            Proxy proxy = own.serve(watcher);
            proxy.call("track");
            proxy.call("untrack");
            proxy.release();

            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        } // which waits for what the disconnect still does
        assertThat(watcher.closed.getCount()).isEqualTo(1);
    }

    @Test
    void trackingOutsideOfACallIsAnError() {
        assertThatThrownBy(() -> CallContext.current().trackResource(() -> {}))
                .isInstanceOf(PyroException.class)
                .hasMessageContaining("cannot track resource on a connectionless call");
        assertThatThrownBy(() -> CallContext.current().untrackResource(() -> {}))
                .isInstanceOf(PyroException.class)
                .hasMessageContaining("cannot untrack resource on a connectionless call");
    }
}
