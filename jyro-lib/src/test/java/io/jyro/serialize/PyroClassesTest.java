package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.NamingException;
import io.jyro.PyroUri;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.RemoteReference;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyroClassesTest {
    private static final PyroUri URI = PyroUri.parse("PYRO:obj@localhost:1234");
    private static final ProxyState PROXY = new ProxyState(URI, names("ow", "hi"), names("ow"),
            names("prop"), "hello",
            null);

    private final TypeRegistry types = TypeRegistry.standard();
    private final CodecContext v48 = PlainContexts.v48(types);
    private final CodecContext v502 = PlainContexts.v502(types);

    @Test
    void aUriHasFiveParts() {
        assertThat(types.toPlain(URI, v48)).isEqualTo(
                dict("Pyro4.core.URI", "state", Tuple.of("PYRO", "obj", null, "localhost", 1234)));
        assertThat(types.toPlain(URI, v502)).isEqualTo(
                dict("Pyro5.core.URI", "state", Tuple.of("PYRO", "obj", null, "localhost", 1234)));
    }

    @Test
    void absentPartsOfAUriAreNone() {
        assertThat(types.toPlain(PyroUri.parse("PYRONAME:x"), v502)).isEqualTo(
                dict("Pyro5.core.URI", "state", Tuple.of("PYRONAME", "x", null, null, null)));
        assertThat(types.toPlain(PyroUri.parse("PYRO:x@./u:/tmp/s"), v502)).isEqualTo(
                dict("Pyro5.core.URI", "state", Tuple.of("PYRO", "x", "/tmp/s", null, null)));
    }

    @Test
    void theTagsOfAUriAreASet() {
        assertThat(types.toPlain(PyroUri.parse("PYROMETA:a,b"), v502)).isEqualTo(
                dict("Pyro5.core.URI", "state",
                        Tuple.of("PYROMETA", Set.of("a", "b"), null, null, null)));
    }

    @Test
    void urisOfBothDialectsAreReadOnEither() {
        for (String text : List.of("PYRO:obj@localhost:1234", "PYRO:x@./u:/tmp/s", "PYRONAME:x",
                "PYROMETA:a,b@h:9")) {
            PyroUri uri = PyroUri.parse(text);

            assertThat(read(types.toPlain(uri, v48), v502)).isEqualTo(uri);
            assertThat(read(types.toPlain(uri, v502), v48)).isEqualTo(uri);
        }
    }

    @Test
    void tagsOfAUriMayComeAsAList() {
        Object uri = read(
                dict("Pyro5.core.URI", "state", asList("PYROMETA", List.of("a"), null, null, null)),
                v502);

        assertThat(uri).isEqualTo(PyroUri.parse("PYROMETA:a"));
    }

    @Test
    void aProxyHasNineItemsIn48() {
        assertThat(types.toPlain(PROXY, v48)).isEqualTo(dict("Pyro4.core.Proxy", "state",
                Tuple.of("PYRO:obj@localhost:1234", Tuple.of("ow"), Tuple.of("ow", "hi"),
                        Tuple.of("prop"), 0.0, null,
                        "hello", 0, null)));
    }

    @Test
    void aProxyHasSixItemsIn502() {
        assertThat(types.toPlain(PROXY, v502)).isEqualTo(dict("Pyro5.client.Proxy", "state",
                Tuple.of(
                        "PYRO:obj@localhost:1234", Tuple.of("ow"), Tuple.of("ow", "hi"),
                        Tuple.of("prop"), "hello", null)));
    }

    @Test
    void proxiesOfBothDialectsAreReadOnEither() {
        assertThat(read(types.toPlain(PROXY, v48), v502)).isEqualTo(PROXY);
        assertThat(read(types.toPlain(PROXY, v502), v48)).isEqualTo(PROXY);
    }

    @Test
    void aReferenceTravelsAsItsProxy() {
        RemoteReference reference = new Reference();

        assertThat(types.toPlain(reference, v502)).isEqualTo(types.toPlain(PROXY, v502));
    }

    @Test
    void aReceivedProxyBecomesWhatTheClientMakesOfIt() {
        types.receiveProxiesAs(state -> "proxy of " + state.uri());

        assertThat(read(types.toPlain(PROXY, v502), PlainContexts.v502(types.child())))
                .isEqualTo("proxy of PYRO:obj@localhost:1234");
    }

    @Test
    void theSigningKeyTravelsIn48Only() {
        ProxyState signing = new ProxyState(URI, Set.of(), Set.of(), Set.of(), "hello", "marshal",
                ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)));

        assertThat(stateOf(types.toPlain(signing, v48)).get(5))
                .isEqualTo("b64:YWJj");
        assertThat(read(types.toPlain(signing, v48), v48)).isEqualTo(signing);
        assertThat(stateOf(types.toPlain(signing, v502)).toString()).doesNotContain("YWJj");
        assertThat(signing.toString()).doesNotContain("YWJj").doesNotContain("abc");
    }

    @Test
    void aSigningKeyInAnotherFormIsRefusedWithoutQuotingIt() {
        Object proxy = dict("Pyro4.core.Proxy", "state",
                asList("PYRO:obj@localhost:1", List.of(), List.of(), List.of(), 0.0, "secret",
                        "hello", 0, null));

        assertThatThrownBy(() -> read(proxy, v48)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("item 5").hasMessageNotContaining("secret");
    }

    @Test
    void anOldProxyOf48HasNoSerializer() {
        Object proxy = dict("Pyro4.core.Proxy", "state",
                asList("PYRO:obj@localhost:1234", names("ow"),
                        names("ow", "hi"), names("prop"), 0.0, null, "hello", 0));

        assertThat(read(proxy, v48)).isEqualTo(PROXY);
    }

    @Test
    void theSevenItemsThatPyroliteSendsAreUnderstood() {
        Object proxy = dict("Pyro5.client.Proxy", "state",
                asList("PYRO:obj@localhost:1234", names("ow"),
                        names("ow", "hi"), names("prop"), 0.0, "hello", 0));

        assertThat(read(proxy, v502)).isEqualTo(PROXY);
    }

    @Test
    void aStateOfAnotherLengthIsRefused() {
        assertMalformed(dict("Pyro5.core.URI", "state", Tuple.of("PYRO")),
                "must have 5 items, not 1");
        assertMalformed(dict("Pyro5.client.Proxy", "state", Tuple.of()),
                "must have 6 or 7 items, not 0");
        assertMalformed(dict("Pyro4.core.Proxy", "state", Tuple.of()),
                "must have 8 or 9 items, not 0");
    }

    @Test
    void aStateOfAnotherTypeIsRefused() {
        assertMalformed(dict("Pyro5.core.URI", "state", "text"),
                "'state' must be a tuple or list, not str");
        assertMalformed(dict("Pyro5.core.URI", "statement", Tuple.of()),
                "'state' must be a tuple or list, not None");
        assertMalformed(dict("Pyro5.core.URI", "state", Tuple.of("PYRO", 1, null, "h", 1)),
                "item 1");
        assertMalformed(dict("Pyro5.core.URI", "state", Tuple.of("PYRO", "x", null, "h", "1")),
                "item 4");
        assertMalformed(dict("Pyro5.core.URI", "state", Tuple.of("PYRX", "x", null, "h", 1)),
                "invalid uri");
        assertMalformed(
                dict("Pyro5.client.Proxy", "state", Tuple.of("PYRO:x@h:1", "", "", "", "", null)),
                "item 2");
        assertMalformed(dict("Pyro5.client.Proxy", "state",
                Tuple.of("x", Tuple.of(), Tuple.of(), Tuple.of(), "hello", null)), "invalid uri");
        assertMalformed(dict("Pyro5.client.Proxy", "state",
                Tuple.of("PYRO:x@h:1", Tuple.of(1), Tuple.of(), Tuple.of(), "hello", null)),
                "item 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PYRO:x@:1234", "PYRONAME:x@./u"})
    void aProxyWhoseUriWouldBePassedOnAsAnotherIsRefused(String uri) {
        assertMalformed(dict("Pyro5.client.Proxy", "state",
                Tuple.of(uri, Tuple.of(), Tuple.of(), Tuple.of(), "hello", null)), "uri");
    }

    @Test
    void theWrapperOfABatchIsOfTheDialect() {
        NamingException exception = new NamingException("x");

        assertThat(types.toPlain(new WrappedException(exception), v48))
                .isEqualTo(dict("Pyro4.futures._ExceptionWrapper", "exception", exception));
        assertThat(types.toPlain(new WrappedException(exception), v502))
                .isEqualTo(dict("Pyro5.core._ExceptionWrapper", "exception", exception));
    }

    @Test
    void aWrapperIsReadWhetherItsExceptionIsStillADictOrNot() {
        NamingException exception = new NamingException("x");
        Object dict = types.toPlain(exception, v502);

        Object read = read(dict("Pyro5.core._ExceptionWrapper", "exception", dict), v502);

        assertThat(((WrappedException) requireNonNull(read)).exception())
                .isInstanceOf(NamingException.class)
                .hasMessage("x");
        assertThat(read(dict("Pyro4.futures._ExceptionWrapper", "exception", exception), v502))
                .isEqualTo(new WrappedException(exception));
    }

    @Test
    void aWrapperOfNoExceptionIsRefused() {
        assertMalformed(dict("Pyro5.core._ExceptionWrapper", "exception", 1),
                "must be an exception, not int");
        assertMalformed(dict("Pyro5.core._ExceptionWrapper", "x", 1),
                "must be an exception, not None");
    }

    private void assertMalformed(Object dict, String message) {
        assertThatThrownBy(() -> read(dict, v502)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("is malformed").hasMessageContaining(message);
    }

    private @Nullable Object read(@Nullable Object dict, CodecContext context) {
        Map<Object, @Nullable Object> map = dictOf(dict);
        return context.types().fromClassDict(String.valueOf(map.get("__class__")), map,
                DecodeBudget.ofNoPayload());
    }

    private static Tuple stateOf(@Nullable Object dict) {
        return (Tuple) requireNonNull(dictOf(dict).get("state"));
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, @Nullable Object> dictOf(@Nullable Object dict) {
        return (Map<Object, @Nullable Object>) requireNonNull(dict);
    }

    private static Map<Object, @Nullable Object> dict(String className, String key,
            @Nullable Object value) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("__class__", className);
        dict.put(key, value);
        return dict;
    }

    private static List<@Nullable Object> asList(@Nullable Object... items) {
        return java.util.Arrays.asList(items);
    }

    private static Set<String> names(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    private static final class Reference implements RemoteReference {
        @Override
        public ProxyState proxyState() {
            return PROXY;
        }

        @Override
        public <T> T as(Class<T> view) {
            throw new IllegalArgumentException("not in this test");
        }
    }
}
