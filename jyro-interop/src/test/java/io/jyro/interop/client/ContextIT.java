package io.jyro.interop.client;

import java.util.Map;
import java.util.UUID;

import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.BatchResult;
import io.jyro.rpc.CallContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Annotations and correlation ids. */
@WithEachHost(overEachLink = true)
class ContextIT {
    private static final TypeRef<Map<String, String>> TEXTS = new TypeRef<>() {};

    private final Host host;
    private final Proxy proxy;

    ContextIT(Host host) {
        this.host = host;
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        CallContext.current().correlationId(null);
        proxy.close();
    }

    @Test
    void annotationsOfARequestReachTheMethod() {
        proxy.bind();
        CallContext.current().requestAnnotations().put("CODE", bytes("abc"));
        CallContext.current().requestAnnotations().put("NONE", bytes(""));

        assertThat(proxy.call(TEXTS, "annotations")).containsEntry("CODE", "abc")
                .containsEntry("NONE", "");
    }

    @Test
    void annotationsOfARequestAreGoneWithTheNext() {
        proxy.bind();
        CallContext.current().requestAnnotations().put("CODE", bytes("abc"));
        proxy.call("echo", 1);

        assertThat(proxy.call(TEXTS, "annotations")).doesNotContainKey("CODE");
    }

    @Test
    void annotationsOfTheProxyGoWithEveryCall() {
        try (Proxy marking = host.builder("thing").annotations(() -> Map.of("MARK", bytes("on")))
                .build()) {
            for (int i = 0; i < 2; i++) {
                assertThat(marking.call(TEXTS, "annotations")).containsEntry("MARK", "on");
            }
        }
    }

    @Test
    void annotationsOfTheReplyReachTheClient() {
        proxy.call("annotate", "BACK", "h\u00e9re");

        assertThat(CallContext.current().responseAnnotations().get("BACK"))
                .isEqualTo(bytes("h\u00e9re"));
    }

    @Test
    void annotationsOfTheReplyAreGoneWithTheNext() {
        proxy.call("annotate", "BACK", "here");
        proxy.call("echo", 1);

        assertThat(CallContext.current().responseAnnotations()).doesNotContainKey("BACK");
    }

    @Test
    void theCorrelationIdReachesTheMethod() {
        UUID id = UUID.randomUUID();
        CallContext.current().correlationId(id);

        assertThat(proxy.call("correlation")).isEqualTo(id.toString());
        assertThat(proxy.batch().call("correlation").invoke()).extracting(BatchResult::get)
                .containsExactly(id.toString());
        assertThat(proxy.callAsync("correlation").join()).isEqualTo(id.toString());
    }

    @Test
    void withoutCorrelationIdEachCallHasANewOne() {
        assertThat(proxy.call(UUID.class, "correlation"))
                .isNotEqualTo(proxy.call(UUID.class, "correlation"));
    }

    @Test
    void theCorrelationIdFollowsAChainThroughTheHostBackToJava() {
        UUID id = UUID.randomUUID();
        try (ThingDaemon home = ThingDaemon.start(host.link());
                Proxy here = Proxy.builder(home.uri("thing")).build()) {
            CallContext.current().correlationId(id);

            assertThat(proxy.call("relay", here, "correlation")).isEqualTo(id.toString());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
