package io.jyro.hostile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Daemons whose process is stopped, killed or short of descriptors, and programs that close nothing. */
@Timeout(180)
class ChildDaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DESCRIPTORS = 200;
    private static final int CLIENTS = 400;
    private static final int KILLS = Extent.of(3, 8);
    private static final int STOPS = Extent.of(2, 5);
    private static final int LATE_EACH = Extent.of(100, 1_000);

    /** Serves an oracle on a port, for ever. */
    static final class Serving {
        private Serving() {}

        public static void main(String[] args) {
            Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                    .port(Integer.parseInt(args[0])).start();
            daemon.register(new Oracle(), "oracle");
            System.out.println(ChildJvm.TELL + daemon.port());
            daemon.requestLoop();
        }
    }

    /** Serves, calls, streams and leaves all of it open. */
    static final class ClosingNothing {
        private ClosingNothing() {}

        public static void main(String[] args) {
            Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                    .start();
            PyroUri uri = daemon.register(new Oracle(), "oracle");
            for (Protocol protocol : Protocol.values()) {
                Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                        .build();
                proxy.callAsync("ask", "later").join();
                proxy.callOneway("ask", "never");
                proxy.stream(String.class, "answers", "q", 9).next();
                System.out.println(ChildJvm.TELL + proxy.call("ask", "1"));
            }
        }
    }

    @Test
    void aProgramThatClosesNothingEnds() {
        try (ChildJvm program = ChildJvm.of(ClosingNothing.class)) {
            for (int i = 0; i < Protocol.values().length; i++) {
                assertThat(program.read()).isEqualTo(Oracle.answerTo(1));
            }

            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void aDaemonThatWasKilledIsCalledAgainWhenItRuns() {
        ChildJvm child = ChildJvm.of(Serving.class, "0");
        String port = child.read();
        try (Proxy proxy = proxy(port, Protocol.AUTO, PATIENCE)) {
            for (int i = 0; i < KILLS; i++) {
                assertThat(proxy.call("ask", i)).isEqualTo(Oracle.answerTo(i));
                child.close();
                child = ChildJvm.of(Serving.class, port);
                child.read();
                callOnceMore(proxy);
            }
            assertThat(proxy.call("ask", "last")).isEqualTo(Oracle.answerTo("last"));
        } finally {
            child.close();
        }
    }

    /** The first call may find out that the connection has ended. */
    private static void callOnceMore(Proxy proxy) {
        try {
            proxy.call("ask", "lost");
        } catch (CommunicationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void repliesOfADaemonThatStoodStillReachNoOtherCall(Protocol protocol) throws Exception {
        try (ChildJvm child = ChildJvm.of(Serving.class, "0");
                Proxy proxy = proxy(child.read(), protocol, Duration.ofMillis(80))) {
            AtomicInteger late = new AtomicInteger();
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger wrong = new AtomicInteger();
            AtomicInteger stop = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int caller = i;
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int number = 0; stop.get() == 0; number++) {
                        String question = caller + "." + number;
                        try {
                            Object answer = proxy.call("ask", question);
                            (Oracle.answerTo(question).equals(answer) ? answered : wrong)
                                    .incrementAndGet();
                        } catch (CallTimeoutException e) {
                            late.incrementAndGet();
                        } catch (CommunicationException e) {
                            Thread.onSpinWait(); // given up after too long a silence
                        }
                    }
                }));
            }
            for (int i = 0; i < STOPS; i++) {
                awaitMore(answered, LATE_EACH);
                child.signal("STOP");
                awaitMore(late, LATE_EACH / 10);
                child.signal("CONT");
            }
            awaitMore(answered, LATE_EACH);
            stop.set(1);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(wrong).hasValue(0);
        }
    }

    private static void awaitMore(AtomicInteger count, int more) {
        int enough = count.get() + more;
        while (count.get() < enough) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aDaemonWithoutDescriptorsServesWhoIsConnectedAndLaterTheNext(
            @TempDir Path directory) {
        try (ChildJvm child = ChildJvm.withDescriptors(DESCRIPTORS, directory, Serving.class,
                "0")) {
            int port = Integer.parseInt(child.read());
            List<ScriptedPeer> crowd = new ArrayList<>();
            try (Proxy connected = proxy("" + port, Protocol.V502, PATIENCE)) {
                assertThat(connected.call("ask", "first")).isEqualTo(Oracle.answerTo("first"));
                for (int i = 0; i < CLIENTS; i++) {
                    crowd.add(ScriptedPeer.client(port)
                            .send(RawMessage.connect(Dialect.V502, "oracle")));
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(connected.call("ask", i)).isEqualTo(Oracle.answerTo(i));
                }
                crowd.getFirst().expect(MessageType.CONNECTOK);
            } finally {
                crowd.forEach(ScriptedPeer::close);
            }

            try (Proxy next = proxy("" + port, Protocol.V48, PATIENCE)) {
                assertThat(next.call("ask", "next")).isEqualTo(Oracle.answerTo("next"));
            }
            assertThat(child.logged()).isLessThan(100_000);
        }
    }

    private static Proxy proxy(String port, Protocol protocol, Duration timeout) {
        return Proxy.builder(PyroUri.of("oracle", "localhost", Integer.parseInt(port)))
                .config(PyroConfig.defaults()).protocol(protocol).timeout(timeout).build();
    }
}
