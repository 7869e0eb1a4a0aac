package io.jyro.interop.blobs;

import java.util.Arrays;
import java.util.List;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Link;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import io.jyro.server.Daemon;
import io.jyro.types.SerializedBlob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blobs from and to Python, and through dispatchers of both languages. What Python makes of the data in a json blob is left
 * out: its {@code deserialized()} gives the word {@code params} whatever was sent.
 */
@WithEachPyro(overEachLink = true)
class SerializedBlobIT {
    private static final String DISPATCHER = """
            class Dispatcher(object):
                @expose
                def dispatch(self, blob):
                    with Proxy(blob.info) as listener:
                        listener._pyroSerializer = SERIALIZER
                        return listener.take(blob)
            class Listener(object):
                @expose
                def take(self, blob):
                    return [blob.info, blob.deserialized()]
            """;

    private final Protocol protocol;
    private final Python python;
    private final Link link;
    private final Daemon daemon;

    SerializedBlobIT(Pyro pyro, Python python, Link link) {
        this.python = python;
        this.link = link;
        daemon = link.daemon(Daemon.builder()).start();
        protocol = pyro == Pyro.PYRO4 ? Protocol.V48 : Protocol.V502;
        python.run((pyro == Pyro.PYRO4
                ? "config.SERIALIZERS_ACCEPTED = {'serpent', 'json', 'marshal', 'msgpack'}\n"
                : "") + "config.SERIALIZER = SERIALIZER = 'serpent'\n" + DISPATCHER);
    }

    @AfterEach
    void close() {
        python.run("config.SERIALIZER = 'serpent'");
        daemon.close();
    }

    /** Where blobs end, in Java. */
    @Expose
    static class Listener {
        public List<@Nullable Object> take(SerializedBlob blob) {
            return Arrays.asList(blob.info(), blob.deserialized());
        }
    }

    /** Passes blobs on to the uri that they name. */
    @Expose
    static class Dispatcher {
        private final Protocol protocol;
        private final Link link;

        Dispatcher(Protocol protocol, Link link) {
            this.protocol = protocol;
            this.link = link;
        }

        public @Nullable Object dispatch(SerializedBlob blob) {
            try (Proxy listener = Proxy.builder(String.valueOf(blob.info()))
                    .config(link.config())
                    .protocol(protocol).build()) {
                return listener.call("take", blob);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aBlobOfPythonArrivesInJava(Serializer serializer) {
        PyroUri uri = daemon.register(new Listener());

        assertThat(python.eval(setting(serializer)
                + "Proxy('" + uri + "').take(SerializedBlob('about', [1, 'two', {'three': 3.5}]))"))
                .isEqualTo("['about', [1, 'two', {'three': 3.5}]]");
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "MARSHAL", "MSGPACK"})
    void aBlobOfJavaArrivesInPython(Serializer serializer) {
        try (Proxy listener = pythons("Listener()", serializer)) {
            assertThat(listener.call("take", new SerializedBlob("about", List.of(1, "two", 3.5))))
                    .isEqualTo(List.of("about", List.of(1, "two", 3.5)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aDispatcherOfPythonPassesBlobsOfJavaOn(Serializer serializer) {
        PyroUri uri = daemon.register(new Listener());
        python.run("SERIALIZER = '" + serializer.pyroName() + "'");
        try (Proxy dispatcher = pythons("Dispatcher()", serializer)) {
            assertThat(dispatcher.call("dispatch",
                    new SerializedBlob(uri.toString(), List.of(1, "two", 3.5))))
                    .isEqualTo(List.of(uri.toString(), List.of(1, "two", 3.5)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "MARSHAL", "MSGPACK"})
    void aDispatcherOfJavaPassesBlobsOfPythonOn(Serializer serializer) {
        PyroUri dispatcher = daemon.register(new Dispatcher(protocol, link));

        assertThat(python.eval(setting(serializer) + """
                s = Served()
                uri = str(s.daemon.register(Listener()))
                r = Proxy('%s').dispatch(SerializedBlob(uri, [1, 'two', 3.5]))
                s.stop()
                list(r) == [uri, [1, 'two', 3.5]]
                """.formatted(dispatcher))).isEqualTo("True");
    }

    @Test
    void aCompressedBlobIsPassedOn() {
        PyroUri uri = daemon.register(new Listener());
        PyroUri dispatcher = daemon.register(new Dispatcher(protocol, link));

        assertThat(python.eval("""
                before, config.COMPRESSION = config.COMPRESSION, True
                data = 'much the same ' * 1000
                r = Proxy('%s').dispatch(SerializedBlob('%s', data))
                config.COMPRESSION = before
                r[1] == data
                """.formatted(dispatcher, uri))).isEqualTo("True");
    }

    private String setting(Serializer serializer) {
        return "config.SERIALIZER = '" + serializer.pyroName() + "'\n";
    }

    private Proxy pythons(String object, Serializer serializer) {
        String uri = python.eval("s = Served()\nstr(s.daemon.register(" + object + "))");
        return Proxy.builder(uri.substring(1, uri.length() - 1)).config(link.config())
                .serializer(serializer).protocol(protocol).build();
    }
}
