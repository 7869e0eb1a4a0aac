package io.jyro.interop.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jyro.CommunicationException;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import io.jyro.rpc.CallContext;
import io.jyro.types.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A daemon of Python decides who may connect. */
@WithEachPyro
class HandshakeIT {
    private final Pyro pyro;
    private final Python python;

    HandshakeIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @BeforeEach
    void serve() {
        python.run("""
                said, left = [], queue.Queue()
                def validate(connection, data):
                    said.append(data)
                    if data == 'room':
                        context.response_annotations = {'ROOM': b'attic'}
                    if data == 'bad':
                        raise ValueError('wrong pass\u00f1ord')
                    return {'you said': data}
                s = Served(validateHandshake=validate, clientDisconnect=left.put)
                """);
    }

    @AfterEach
    void stop() {
        python.run("s.stop()");
    }

    @Test
    void theDaemonSeesWhatTheClientSaysAndTheClientItsAnswer() {
        List<Object> answers = new ArrayList<>();
        try (Proxy proxy = builder().handshake(Map.of("user", Tuple.of("irmen", 1)))
                .handshakeResponse(answers::add).build()) {
            proxy.call("echo", 1);
        }

        assertThat(python.eval("said")).isEqualTo("[{'user': ('irmen', 1)}]");
        assertThat(answers)
                .containsExactly(Map.of("you said", Map.of("user", Tuple.of("irmen", 1))));
    }

    @Test
    void whatTheClientSaysIsHelloUnlessToldOtherwise() {
        try (Proxy proxy = builder().build()) {
            proxy.bind();
        }

        assertThat(python.eval("said")).isEqualTo("['hello']");
    }

    @Test
    void aRefusalArrivesWithItsText() {
        try (Proxy proxy = builder().handshake("bad").build()) {
            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class).hasMessage(
                    "connection to localhost:" + python.eval("s.port")
                            + " rejected: wrong pass\u00f1ord");
            assertThat(proxy.isBound()).isFalse();
        }
    }

    @Test
    void annotationsOfTheAnswerReachTheCallerAndItsHook() {
        List<String> heard = new ArrayList<>();
        try (Proxy proxy = builder().handshake("room").responseAnnotations(
                (annotations, type) -> heard.add(type + " " + annotations.keySet())).build()) {
            proxy.bind();

            assertThat(CallContext.current().responseAnnotations()).containsOnlyKeys("ROOM");
            assertThat(heard).containsExactly("2 [ROOM]");
        }
    }

    @Test
    void theClientMayRefuseTheDaemon() {
        try (Proxy proxy = builder().handshakeResponse(answer -> {
            throw new IllegalStateException("not this one");
        }).build()) {
            assertThatThrownBy(proxy::bind).hasMessageContaining("not this one");
            assertThat(proxy.isBound()).isFalse();
        }
    }

    @Test
    void aReleasedProxyIsSeenToLeave() {
        try (Proxy proxy = builder().build()) {
            proxy.bind();

            proxy.release();

            assertThat(python.eval("left.get(timeout=PATIENCE) is not None")).isEqualTo("True");
        }
    }

    @Test
    void resourcesAreClosedWhenTheClientLeaves() {
        try (Proxy tracking = builder().build(); Proxy watching = builder().build()) {
            tracking.call("track", "lamp");

            tracking.release();

            assertThat(watching.call("closed")).isEqualTo("lamp");
        }
    }

    private Proxy.Builder builder() {
        return Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol());
    }
}
