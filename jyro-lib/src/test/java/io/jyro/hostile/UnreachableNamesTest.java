package io.jyro.hostile;

import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.Expose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

/** What of an object nobody can reach, however it is asked for: docs/protocol.md, 5.2. */
class UnreachableNamesTest extends AgainstADaemon {

    /** Has of everything that must not be reached. */
    @Expose
    public static class Tempting implements Cloneable {
        public String secret = "field";

        public String open() {
            return "open";
        }

        public static String statically() {
            return "static";
        }

        @SuppressWarnings("DoNotCallSuggester")
        public static void main(String[] args) {
            throw new AssertionError("main was called");
        }

        public String _hidden() {
            return "underscore";
        }

        public String __mangled() {
            return "two underscores";
        }

        public String __class__() {
            return "python's";
        }

        String packaged() {
            return "package";
        }

        protected String guarded() {
            return "protected";
        }

        private String own() {
            return "private";
        }

        @Override
        public String toString() {
            return "toString" + own();
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        @SuppressWarnings("DoNotCallSuggester")
        public Object clone() {
            throw new AssertionError("clone was called");
        }
    }

    /** Nothing of it is exposed. */
    public static class Unmarked {
        public String open() {
            return "open";
        }
    }

    /** One method of it is exposed; what it inherits is not. */
    public static class Half extends Unmarked {
        @Expose
        public String offered() {
            return "offered";
        }

        public String other() {
            return "other";
        }
    }

    @BeforeAll
    void registerThem() {
        daemon.register(new Tempting(), "tempting");
        daemon.register(Tempting.class, "class");
        daemon.register(new Half(), "half");
    }

    static Stream<String> names() {
        return Stream.of("getClass", "hashCode", "equals", "toString", "clone", "finalize", "wait",
                "notify", "notifyAll", "main", "statically", "_hidden", "__mangled", "__class__",
                "packaged", "guarded", "own", "secret", "__init__", "__dict__", "__call__",
                "__repr__", "__reduce__", "__getattribute__", "__delattr__", "__dir__", "<init>",
                "<clinit>", "class", "this", "open.x", "open()", "open ", " open", "Open", "OPEN",
                "", ".", "this.open", "getClass.getName", "java.lang.Runtime", "_", "__", "____",
                "open\\0", "$jacocoInit", "lambda$open$0", "access$000", "<batch>", "valueOf");
    }

    @ParameterizedTest
    @MethodSource("names")
    void theyAreRefusedWithAnAttributeErrorAndTheConnectionLives(String name) {
        for (Dialect dialect : Dialect.values()) {
            for (String object : new String[]{"tempting", "class"}) {
                assertRefused(dialect, object, name, "");
                assertRefused(dialect, object, name, "1,");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void onlyWhatIsMarkedIsOffered(Dialect dialect) {
        assertRefused(dialect, "half", "open", "");
        assertRefused(dialect, "half", "other", "");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theRefusalUsesPyrosWords(Dialect dialect) {
        assertThat(refusal(dialect, "tempting", "_hidden", ""))
                .contains("attempt to access private attribute '_hidden'");
        assertThat(refusal(dialect, "tempting", "__class__", ""))
                .contains("attempt to access private attribute '__class__'");
        assertThat(refusal(dialect, "tempting", "statically", ""))
                .contains("attempt to access unexposed attribute 'statically'");
        assertThat(refusal(dialect, "tempting", "nosuch", ""))
                .contains("'Tempting' object has no attribute 'nosuch'");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theMetadataDoesNotNameThem(Dialect dialect) {
        try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), "tempting")) {
            assertThat(client.received().text().replace('{', '[').replace('}', ']'))
                    .contains("'methods':['open']").contains("'attrs':");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anObjectThatOffersNothingIsStillWelcomedButOffersNothing(Dialect dialect) {
        daemon.register(new Unmarked(), "unmarked-" + dialect);

        try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(),
                "unmarked-" + dialect)) {
            log.await(Level.WARN,
                    "doesn't expose any methods or attributes");
            String reply = client
                    .send(RawMessage.invoke(dialect, "unmarked-" + dialect, "open", ""))
                    .expect(RESULT).received().text();
            assertThat(reply).contains("attempt to access unexposed attribute 'open'");
        }
    }

    private void assertRefused(Dialect dialect, String object, String name, String args) {
        assertThat(refusal(dialect, object, name, args)).contains("builtins.AttributeError");
    }

    private String refusal(Dialect dialect, String object, String name, String args) {
        try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), object)) {
            RawMessage reply = client.send(RawMessage.invoke(dialect, object, name, args))
                    .expect(RESULT).received();
            assertThat(reply.flags() & 0x01).as("%s(%s)", name, args).isEqualTo(1);
            client.send(RawMessage.invoke(dialect, "echo", "echo", "1,")).expect(RESULT);
            assertThat(client.received().text()).isEqualTo("1");
            return reply.text();
        }
    }

}
