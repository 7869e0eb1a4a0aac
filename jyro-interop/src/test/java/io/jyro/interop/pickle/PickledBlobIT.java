package io.jyro.interop.pickle;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.server.Daemon;
import io.jyro.types.SerializedBlob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Blobs whose data is pickled, to and fro between Java and Python. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PickledBlobIT {
    private static final PyroConfig ACCEPTING = PyroConfig.builder()
            .serializersAccepted(Set.of(Serializer.SERPENT, Serializer.PICKLE)).build();

    private final Daemon daemon = Daemon.builder().config(ACCEPTING).start();
    private final Python python = Python.start(Pyro.PYRO4);
    private final String listener;

    PickledBlobIT() {
        python.run("""
                config.SERIALIZERS_ACCEPTED = {'serpent', 'pickle'}
                class Listener(object):
                    @expose
                    def take(self, blob):
                        return [blob.info, blob.deserialized()]
                s = Served()
                """);
        String literal = python.eval("str(s.daemon.register(Listener()))");
        listener = literal.substring(1, literal.length() - 1);
    }

    @AfterAll
    void stop() {
        python.close();
        daemon.close();
    }

    /** Tells what a blob holds, and passes others on with a proxy that does not pickle by itself. */
    @Expose
    static class Dispatcher {
        public List<@Nullable Object> take(SerializedBlob blob) {
            return Arrays.asList(blob.info(), blob.deserialized());
        }

        public @Nullable Object dispatch(SerializedBlob blob) {
            try (Proxy listener = Proxy.builder(String.valueOf(blob.info())).config(ACCEPTING)
                    .protocol(Protocol.V48).build()) {
                return listener.call("take", blob);
            }
        }
    }

    @Test
    void aBlobOfPythonArrivesInJava() {
        assertThat(pickling("""
                Proxy('%s').take(SerializedBlob('about', [(1, 'two'), {3.5}]))
                """.formatted(daemon.register(new Dispatcher()))))
                .isEqualTo("['about', [(1, 'two'), {3.5}]]");
    }

    @Test
    void aBlobOfJavaArrivesInPython() {
        try (Proxy proxy = Proxy.builder(listener).config(ACCEPTING)
                .serializer(Serializer.PICKLE).build()) {
            assertThat(proxy.call("take", new SerializedBlob("about", List.of(1, Set.of(2)))))
                    .isEqualTo(List.of("about", List.of(1, Set.of(2))));
        }
    }

    @Test
    void aDispatcherOfJavaPassesThemOnAsTheyCame() {
        assertThat(pickling("""
                Proxy('%s').dispatch(SerializedBlob('%s', [(1, 'two'), {3.5}]))[1]
                """.formatted(daemon.register(new Dispatcher()), listener)))
                .isEqualTo("[(1, 'two'), {3.5}]");
    }

    private String pickling(String source) {
        return python.eval("config.SERIALIZER = 'pickle'\n" + source);
    }
}
