package io.jyro.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import io.jyro.types.SerializedBlob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Arguments that stay serialized on their way: docs/protocol.md, 3.9. */
class SerializedBlobTest {
    record Reading(String place, double celsius) {}

    /** Where blobs end. */
    @Expose
    static class Listener {
        final BlockingQueue<SerializedBlob> received = new LinkedBlockingQueue<>();

        public @Nullable Object open(SerializedBlob blob) {
            received.add(blob);
            return blob.deserialized();
        }

        @Oneway
        public void take(SerializedBlob blob) {
            received.add(blob);
        }

        public double celsius(SerializedBlob blob) {
            Reading reading = blob.deserialized(Reading.class);
            return reading == null ? Double.NaN : reading.celsius();
        }

        public String text(String text) {
            return text;
        }

        public SerializedBlob back(SerializedBlob blob) {
            return blob;
        }
    }

    /** Passes blobs on by their info, without a look at what is inside. */
    @Expose
    static class Dispatcher {
        final Proxy listener;
        final BlockingQueue<Integer> serializers = new LinkedBlockingQueue<>();

        Dispatcher(Proxy listener) {
            this.listener = listener;
        }

        public @Nullable Object dispatch(SerializedBlob blob) {
            serializers.add(CallContext.current().serializerId());
            return listener.call(String.valueOf(blob.info()), blob);
        }
    }

    private final Listener listener = new Listener();
    private final Loopback end = new Loopback();
    private final Loopback middle = new Loopback();

    @AfterEach
    void close() {
        middle.close();
        end.close();
    }

    static List<Arguments> everyFormat() {
        return List.of(Serializer.SERPENT, Serializer.JSON, Serializer.MARSHAL, Serializer.MSGPACK)
                .stream()
                .flatMap(serializer -> List.of(Protocol.V48, Protocol.V502).stream()
                        .map(protocol -> Arguments.of(serializer, protocol)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void theDataArrivesAsItWasSent(Serializer serializer, Protocol protocol) {
        Proxy proxy = end.proxy(
                Proxy.builder(end.daemon().register(listener)).serializer(serializer)
                        .protocol(protocol));
        Map<String, Object> data = Map.of("numbers", List.of(1, 2.5), "text", "\u00e9");

        assertThat(proxy.call("open", new SerializedBlob("about", data))).isEqualTo(data);
        assertThat(listener.received.remove().info()).isEqualTo("about");
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aReceivedBlobIsPassedOnInTheFormatThatItCameIn(Serializer serializer, Protocol protocol) {
        Dispatcher dispatcher = new Dispatcher(end.serve(listener, protocol));
        Proxy proxy = middle.proxy(Proxy.builder(middle.daemon().register(dispatcher))
                .serializer(serializer).protocol(protocol));

        assertThat(proxy.call("dispatch", new SerializedBlob("open", List.of("data", 7))))
                .isEqualTo(List.of("data", 7));
        assertThat(listener.received.remove().toString())
                .contains("bytes of " + serializer.pyroName());
    }

    @Test
    void nobodyOnTheWayReadsTheData() throws InterruptedException {
        Dispatcher dispatcher = new Dispatcher(end.serve(listener, Protocol.V502));
        Loopback shallow = new Loopback(
                Daemon.builder().config(PyroConfig.builder().maxNestingDepth(6).build()));
        try (shallow) {
            List<?> deep = List.of(List.of(List.of(List.of(List.of(List.of("deep"))))));

            shallow.serve(dispatcher).call("dispatch", new SerializedBlob("take", deep));

            SerializedBlob blob = listener.received.poll(10, TimeUnit.SECONDS);
            assertThat(blob).isNotNull();
            assertThat(blob.deserialized()).isEqualTo(deep);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theOtherDialectIsRefusedNamingBoth(Protocol protocol) {
        Protocol other = protocol == Protocol.V48 ? Protocol.V502 : Protocol.V48;
        Dispatcher dispatcher = new Dispatcher(end.serve(listener, other));
        Proxy proxy = middle.serve(dispatcher, protocol);

        assertThatThrownBy(() -> proxy.call("dispatch", new SerializedBlob("open", 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Pyro4").hasMessageContaining("Pyro5")
                .hasMessageContaining("deserialized()");
        assertThat(listener.received).isEmpty();
    }

    @Test
    void theDataIsConvertedToADeclaredType() {
        Proxy proxy = end.serve(listener);

        assertThat(proxy.call(double.class, "celsius",
                new SerializedBlob(null, new Reading("roof", 21.5)))).isEqualTo(21.5);
    }

    @Test
    void dataThatDoesNotFitIsRefusedNamingTheBlob() {
        Proxy proxy = end.serve(listener);

        assertThatThrownBy(() -> proxy.call("celsius", new SerializedBlob(null, List.of(1))))
                .hasMessageContaining("serialized blob").hasMessageContaining("Reading")
                .hasMessageContaining("list");
    }

    @Test
    void aBlobThatWasNotSentHoldsWhatItWasGiven() {
        Reading data = new Reading("cellar", 8);

        assertThat(new SerializedBlob(1, data).deserialized()).isSameAs(data);
        assertThat(new SerializedBlob(1, data).deserialized(Reading.class)).isSameAs(data);
    }

    @Test
    void onewayCallsTakeBlobsToo() throws InterruptedException {
        end.serve(listener).call("take", new SerializedBlob(List.of(1, 2), "later"));

        SerializedBlob blob = listener.received.poll(10, TimeUnit.SECONDS);
        assertThat(blob).isNotNull();
        assertThat(blob.info()).isEqualTo(List.of(1, 2));
        assertThat(blob.deserialized()).isEqualTo("later");
    }

    @Test
    void aBlobMustBeTheOnlyArgument() {
        Proxy proxy = end.serve(listener);
        SerializedBlob blob = new SerializedBlob(null, 1);
        Consumer<Object[]> isRefused = arguments -> assertThatThrownBy(
                () -> proxy.call("open", arguments)).isInstanceOf(SerializationException.class)
                .hasMessage("if SerializedBlob is used, it must be the only argument");

        isRefused.accept(new Object[]{blob, 1});
        isRefused.accept(new Object[]{1, blob});
        isRefused.accept(new Object[]{blob, Kwargs.of("more", 1)});
    }

    @Test
    void aBlobInsideAValueIsRefused() {
        Proxy proxy = end.serve(listener);

        assertThatThrownBy(() -> proxy.call("text", List.of(new SerializedBlob(null, 1))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("only argument of a call");
        assertThatThrownBy(() -> proxy.call("back", new SerializedBlob(null, 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("only argument of a call");
        assertThat(proxy.call("text", "next")).isEqualTo("next");
    }

    @Test
    void infoThatMarshalCannotWriteIsRefusedAndTheNextCallWorks() {
        Proxy proxy = end.serve(listener);

        assertThatThrownBy(() -> proxy.call("open", new SerializedBlob(new Object(), 1)))
                .isInstanceOf(SerializationException.class);
        assertThat(proxy.call("text", "next")).isEqualTo("next");
    }

    @Test
    void aMethodThatTakesNoBlobSaysWhatItWants() {
        Proxy proxy = end.serve(listener);

        assertThatThrownBy(() -> proxy.call("text", new SerializedBlob(null, 1)))
                .hasMessageContaining("String").hasMessageContaining("SerializedBlob");
    }
}
