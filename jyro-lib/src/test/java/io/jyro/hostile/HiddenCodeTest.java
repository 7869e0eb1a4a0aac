package io.jyro.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.types.ClassDict;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Code that is not exposed does not run, on objects of every kind, however it is asked for. */
@Timeout(60)
class HiddenCodeTest extends AgainstADaemon {
    private static final int BATCH = 0x08;
    private static final int EXCEPTION = 0x01;
    private static final AtomicInteger RAN = new AtomicInteger();

    private static String ran() {
        RAN.incrementAndGet();
        return "hidden code ran";
    }

    /** Hides something of every kind. */
    public static class Hiding {
        public static String stately() {
            return ran();
        }

        @SuppressWarnings("DoNotCallSuggester")
        public static void main(String[] args) {
            ran();
        }

        public static String getShared() {
            return ran();
        }

        public static void setShared(@SuppressWarnings("unused") String value) {
            ran();
        }

        public String _hidden() {
            return ran();
        }

        public String __mangled() {
            return ran();
        }

        String packaged() {
            return ran();
        }

        String getPackaged() {
            return ran();
        }

        void setPackaged(@SuppressWarnings("unused") String value) {
            ran();
        }

        protected String guarded() {
            return ran();
        }

        private String own() {
            return ran();
        }

        private String getOwn() {
            return own();
        }

        @SuppressWarnings("unused") // for those who look for it
        private void setOwn(@SuppressWarnings("unused") String value) {
            getOwn();
        }

        @SuppressWarnings("unused") // for those who look for it
        private String name = "field";
    }

    /** Marked as a whole. */
    @Expose
    public static class Marked extends Hiding {
        public String open() {
            return "open";
        }

        @Attribute
        public String getRead() {
            return "read only";
        }
    }

    /** Marked method by method; its setter has no marker. */
    public static class Half extends Hiding {
        @Expose
        public String open() {
            return "open";
        }

        @Attribute
        public String getRead() {
            return "read only";
        }

        public void setRead(@SuppressWarnings("unused") String value) {
            ran();
        }

        public String inner() {
            return ran();
        }
    }

    /** Not marked at all. */
    public static class Unmarked extends Hiding {
        public String inner() {
            return ran();
        }
    }

    /** Offers one method. */
    @Expose
    public interface Offer {
        /** The method. */
        String open();
    }

    /** Offers what the interface says. */
    public static final class Offering extends Hiding implements Offer {
        @Override
        public String open() {
            return "open";
        }

        public String inner() {
            return ran();
        }
    }

    /** Adds to a marked class what is not marked. */
    public static class Derived extends Marked {
        public String inner() {
            return ran();
        }
    }

    /** A record with a component that is not exposed. */
    public record Pair(String inner) implements Offer {
        @Override
        public String open() {
            return "open";
        }

        @Override
        public String inner() {
            return ran();
        }
    }

    /** Would run when it is loaded. */
    public static final class Trap {
        static {
            ran();
        }

        private Trap() {}

        /** Would run when it is called. */
        public static String spring() {
            return ran();
        }
    }

    @BeforeAll
    void registerThem() {
        daemon.register(new Marked(), "marked");
        daemon.register(Marked.class, "class");
        daemon.register(new Half(), "half");
        daemon.register(new Unmarked(), "unmarked");
        daemon.register(new Offering(), "offering");
        daemon.register(new Derived(), "derived");
        daemon.register(new Pair("hidden"), "record");
        daemon.register((Offer) () -> "open", "lambda");
        RAN.set(0);
    }

    @AfterEach
    void nothingHiddenRan() {
        assertThat(RAN).hasValue(0);
    }

    static Stream<String> objects() {
        return Stream.of("marked", "class", "half", "unmarked", "offering", "derived", "record",
                "lambda", "Pyro.Daemon");
    }

    private static List<String> names(String object) {
        List<String> names = new ArrayList<>(UnreachableNamesTest.names().toList());
        names.addAll(List.of("stately", "getShared", "setShared", "shared", "getPackaged",
                "setPackaged", "getOwn", "setOwn", "name", "inner", "spring",
                "setRead", "RAN", "ran", "getRAN", "java.lang.System.exit",
                "io.jyro.hostile.HiddenCodeTest$Trap.spring", "lambda$new$0", "new", "super",
                "super.ran", "open.getClass", "open.__call__", "__self__", "__func__",
                "__globals__", "__subclasses__", "__class__.__mro__", "daemon", "_pyroDaemon",
                "_pyroId", "_Hiding__own"));
        if (object.equals("marked") || object.equals("class") || object.equals("derived")) {
            names.remove("setRead");
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("objects")
    void hiddenNamesAreRefusedInCallsAttributesAndBatches(String object) {
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), object)) {
                for (String name : names(object)) {
                    assertRefused(client, dialect, "('%s','%s',(),{})", object, name);
                    assertRefused(client, dialect, "('%s','%s',(1,),{})", object, name);
                    assertRefused(client, dialect, "('%s','__getattr__',('%s',),{})", object,
                            name);
                    assertRefused(client, dialect, "('%s','__setattr__',('%s','x'),{})", object,
                            name);
                    RawMessage batch = client.send(RawMessage.of(dialect, MessageType.INVOKE)
                            .flags(BATCH).serpent("('%s','<batch>',[('%s',(),{})],{})"
                                    .formatted(object, name)))
                            .expect(MessageType.RESULT).received();
                    assertThat(batch.text()).as("a batch of %s", name).contains("AttributeError");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAttributeIsNotWrittenByASetterWithoutMarker(Dialect dialect) {
        for (String object : List.of("marked", "half", "derived")) {
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), object)) {
                assertRefused(client, dialect, "('%s','__setattr__',('%s','x'),{})", object,
                        "read");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void noTypeIsLoadedByAName(Serializer serializer) {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            try (Proxy proxy = Proxy.builder(daemon.uriFor("echo")).config(PyroConfig.defaults())
                    .protocol(protocol).serializer(serializer).timeout(PATIENCE).build()) {
                for (String name : List.of("io.jyro.hostile.HiddenCodeTest$Trap",
                        "io.jyro.hostile.HiddenCodeTest.Trap", "HiddenCodeTest$Trap",
                        "builtins.io.jyro.hostile.HiddenCodeTest$Trap")) {
                    ClassDict instance = ClassDict.of(name, Map.of("x", 1));

                    assertThat(proxy.call("echo", instance)).isEqualTo(instance);
                }
            }
        }
    }

    private static void assertRefused(ScriptedPeer client, Dialect dialect, String form,
            String object, String name) {
        RawMessage reply = client.send(
                RawMessage.of(dialect, MessageType.INVOKE).serpent(form.formatted(object, name)))
                .expect(MessageType.RESULT).received();
        assertThat(reply.flags() & EXCEPTION).as(form, object, name).isEqualTo(EXCEPTION);
        assertThat(reply.text()).as(form, object, name).contains("AttributeError");
    }
}
