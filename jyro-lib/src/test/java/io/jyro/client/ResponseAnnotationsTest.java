package io.jyro.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.rpc.CallContext;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Annotations that come with a daemon's answer to the handshake, and with replies. */
@Timeout(60)
class ResponseAnnotationsTest {
    private static final String WELCOME = "{'handshake':'hello',"
            + "'meta':{'methods':['ask'],'oneway':[],'attrs':[]}}";

    @BeforeEach
    void forget() {
        CallContext.current().responseAnnotations().clear();
    }

    private static ScriptedPeer welcome(ScriptedPeer daemon) {
        return daemon.nextClient().expect(MessageType.CONNECT)
                .reply(MessageType.CONNECTOK, message -> message
                        .payload(WELCOME.getBytes(StandardCharsets.UTF_8))
                        .annotation("WELC", new byte[]{1}).annotation("JYRO", new byte[]{9}));
    }

    private static Proxy.Builder proxy(ScriptedPeer daemon) {
        return Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults())
                .protocol(Protocol.V502);
    }

    @Test
    void thoseOfTheHandshakeReachTheCallerWhoseReplyHasNone() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon).build()) {
            welcome(daemon).expect(MessageType.INVOKE).reply(MessageType.RESULT, "'one'")
                    .expect(MessageType.INVOKE).reply(MessageType.RESULT, "'two'");

            proxy.call("ask");
            assertThat(CallContext.current().responseAnnotations()).containsOnlyKeys("WELC");

            proxy.call("ask");
            assertThat(CallContext.current().responseAnnotations()).isEmpty();
        }
    }

    @Test
    void bindLeavesThoseOfTheHandshakeThere() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon).build()) {
            welcome(daemon);

            proxy.bind();

            assertThat(CallContext.current().responseAnnotations()).containsOnlyKeys("WELC");
        }
    }

    @Test
    void aHookIsToldOfAllWithTheTypeOfTheirMessage() {
        List<String> told = new ArrayList<>();
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon).responseAnnotations(
                        (annotations, type) -> told.add(annotations.keySet() + " " + type))
                        .build()) {
            welcome(daemon).expect(MessageType.INVOKE)
                    .reply(MessageType.RESULT, message -> message
                            .payload("'one'".getBytes(StandardCharsets.UTF_8))
                            .annotation("REPL", new byte[]{1}))
                    .expect(MessageType.INVOKE).reply(MessageType.RESULT, "'two'");

            proxy.call("ask");
            proxy.call("ask");
        }
        assertThat(told).containsExactly("[WELC] 2", "[REPL] 5");
    }
}
