package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The threads that read for futures. */
@Timeout(60)
class ReaderThreadsTest {
    private static final int CONNECTS = 40;
    private static final long LESS_THAN_THEY_WOULD_REST = 500;

    /** Is there to be called. */
    @Expose
    public static class Service {
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void theyEndWithTheirConnections() throws Exception {
        try (Loopback loopback = new Loopback()) {
            PyroUri uri = loopback.daemon().register(new Service());
            for (int i = 0; i < CONNECTS; i++) {
                Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).build();
                proxy.bind();
                CompletableFuture<@Nullable Object> call = proxy.callAsync("echo", "x");
                assertThat(call.get()).isEqualTo("x");
                proxy.close();
            }

            List<Thread> left = readers(uri.port());
            for (Thread each : left) {
                each.join(LESS_THAN_THEY_WOULD_REST);
            }
            assertThat(readers(uri.port())).isEmpty();
        }
    }

    private static List<Thread> readers(int port) {
        List<Thread> readers = new ArrayList<>(Thread.getAllStackTraces().keySet());
        readers.removeIf(each -> !each.getName().startsWith("jyro-reader-")
                || !each.getName().endsWith(":" + port));
        return readers;
    }
}
