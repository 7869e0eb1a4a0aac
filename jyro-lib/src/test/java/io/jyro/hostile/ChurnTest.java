package io.jyro.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.client.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Many clients that come, stumble and go, and daemons that end while they are busy. */
class ChurnTest extends AgainstADaemon {

    @Test
    @Timeout(20)
    void clientsThatCameAndWentLeaveNoConnectionBehind() {
        byte[] invoke = RawMessage.invoke(Dialect.V502, "echo", "echo", "1,").bytes();
        for (int i = 0; i < 60; i++) {
            stranger().close();
            stranger().send("garbage").thenReset().close();
            stranger().send(RawMessage.connect(Dialect.V48, "echo")).close();
            welcomed(Dialect.V502).send(invoke).close();
            welcomed(Dialect.V502).send(Arrays.copyOf(invoke, 50)).thenReset().close();
        }

        try (Proxy own = proxy("Pyro.Daemon", Protocol.V502)) {
            String info;
            do { // some are still on their way out
                info = own.call(String.class, "info");
            } while (!info.contains("; 1 workers>"));
            assertThat(info).contains("2 objects");
        }
    }

    /** Counts who is in it. */
    @Expose
    public static class Busy {
        private final CountDownLatch called = new CountDownLatch(50);

        public String call() {
            called.countDown();
            return "done";
        }
    }

    @Test
    @Timeout(20)
    void aDaemonThatEndsUnderFireEndsAllItsCallsAndSaysSo() throws Exception {
        List<CompletableFuture<Boolean>> callers = new ArrayList<>();
        try (Loopback loopback = new Loopback()) {
            Busy busy = new Busy();
            Proxy first = loopback.serve(busy);
            for (int i = 0; i < 8; i++) {
                Proxy proxy = loopback.proxy(first.uri(),
                        i % 2 == 0 ? Protocol.V48 : Protocol.V502);
                callers.add(CompletableFuture.supplyAsync(() -> callUntilTheEnd(proxy),
                        task -> Thread.ofVirtual().start(task)));
            }
            assertThat(busy.called.await(10, TimeUnit.SECONDS)).isTrue();

            loopback.daemon().close();

            for (CompletableFuture<Boolean> caller : callers) {
                assertThat(caller.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static boolean callUntilTheEnd(Proxy proxy) {
        while (true) {
            try {
                assertThat(proxy.call("call")).isEqualTo("done");
            } catch (CommunicationException e) {
                return true;
            }
        }
    }
}
