package io.jyro.hostile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.Param;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.types.ClassDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.jyro.wire.MessageType.CONNECT;
import static io.jyro.wire.MessageType.CONNECTFAIL;
import static io.jyro.wire.MessageType.CONNECTOK;
import static io.jyro.wire.MessageType.INVOKE;
import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Daemons and name servers whose answers are made for the log and the terminal of their clients. */
class HostileDaemonTextTest {
    private static final String FAKE = "\\r\\n12:00:00.000 ERROR audit - FAKE\\x1b[31m\\u202e";
    private static final String FAKE_IN_JAVA = "\r\n12:00:00.000 ERROR audit - FAKE\u001b[31m\u202e";
    private static final String HUGE = "a".repeat(1 << 20);

    private final LogCapture log = new LogCapture();

    @AfterEach
    void whatWasLoggedIsHarmless() {
        log.close();
        HostileTextTest.assertHarmless(log.pieces());
    }

    /** A name server whose entries lead nowhere. */
    @Expose
    static class FalseNames {
        public int count() {
            return 3;
        }

        public Object list(Kwargs which) {
            return which.asMap().containsKey("metadata_all")
                    ? entries()
                    : Map.of("thing" + FAKE_IN_JAVA, "PYRO:o@h:1", "thing1" + FAKE_IN_JAVA,
                            "PYRO:o@h:1");
        }

        public Object lookup(String name) {
            if (name.equals("thing")) {
                throw new NamingException("unknown name: " + name + FAKE_IN_JAVA);
            }
            return name.equals("nowhere")
                    ? "PYRO:\u001b[31m\u202e" + HUGE + "@127.0.0.1:1"
                    : "PYRO" + FAKE_IN_JAVA + HUGE;
        }

        public Object yplookup(@Param("meta_all") List<String> all) {
            return entries();
        }

        private static Object entries() {
            Map<String, Object> entries = new LinkedHashMap<>();
            IntStream.range(0, 500).forEach(i -> entries.put("thing" + i + FAKE_IN_JAVA,
                    List.of("PYRO" + FAKE_IN_JAVA, List.of())));
            return entries;
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRefusalIsOneLineOfTheErrorMessage(Dialect dialect) {
        for (String text : List.of(FAKE, HUGE)) {
            try (ScriptedPeer daemon = ScriptedPeer.daemon();
                    Proxy proxy = proxy(daemon, dialect)) {
                daemon.nextClient().expect(CONNECT).reply(CONNECTFAIL, "'" + text + "'")
                        .thenClose();

                assertHarmless(catchThrowableOfType(PyroException.class, proxy::bind));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRefusalThatIsNoTextIsNamedByItsType(Dialect dialect) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon, dialect)) {
            daemon.nextClient().expect(CONNECT)
                    .reply(CONNECTFAIL, "['" + FAKE + "',{'__class__':'" + FAKE + "'}]")
                    .thenClose();

            PyroException failure = catchThrowableOfType(PyroException.class, proxy::bind);

            assertThat(failure).hasMessageEndingWith("rejected: list");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatDoesNotFitTheWantedTypeIsNamedInOneLine(Dialect dialect) {
        for (String text : List.of(FAKE, HUGE)) {
            for (String answer : List.of("{'__class__':'" + text + "'}", "{'" + text + "':'x'}",
                    "{'__class__':'" + text + "','__exception__':True,'args':1}",
                    "{'__class__':'Pyro5.core.URI','state':('" + text + "','o',None,'h',1)}")) {
                try (ScriptedPeer daemon = ScriptedPeer.daemon();
                        Proxy proxy = proxy(daemon, dialect)) {
                    daemon.welcome("ask").expect(INVOKE).reply(RESULT, answer);

                    assertHarmless(catchThrowableOfType(PyroException.class,
                            () -> proxy.call(int.class, "ask")));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void bytesThatAreNoPyroAreNamedInOneLine(Dialect dialect) {
        for (String garbage : List.of("\r\nFAKE\u001b[31m\r\n",
                "HTTP/1.1 400 \u001b[31mFAKE\r\n\r\n",
                "SSH-2.0-\u001b[31m\r\n")) {
            try (ScriptedPeer daemon = ScriptedPeer.daemon();
                    Proxy proxy = proxy(daemon, dialect)) {
                daemon.nextClient().expect(CONNECT).send(garbage).thenClose();

                assertHarmless(catchThrowableOfType(PyroException.class, proxy::bind));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anObjectWithoutMembersIsNamedInOneLine(Dialect dialect) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, dialect, "o\u001b[31m\u202e")) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK,
                    message -> message.flags(dialect == Dialect.V48 ? 0x10 : 0)
                            .serpent("{'handshake':'" + FAKE
                                    + "','meta':{'methods':[],'oneway':[],'attrs':[]}}"));

            assertHarmless(catchThrowableOfType(PyroException.class, proxy::bind));
        }
    }

    @Test
    void whatTheRemoteSideRaisedKeepsItsTextForPrograms() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Dialect.V502)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT,
                    message -> message.flags(0x01).serpent("{'__class__':'builtins.ValueError',"
                            + "'__exception__':True,'args':('" + FAKE + "',),'attributes':{}}"));

            assertThat(catchThrowableOfType(RemoteCallException.class, () -> proxy.call("ask"))
                    .remoteMessage()).isEqualTo(FAKE_IN_JAVA);
        }
    }

    @Test
    void namesAndUrisOfANameServerAreShownInOneLineAndBadOnesAreNotLoggedOneByOne() {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start()) {
            daemon.register(new FalseNames(), "Pyro.NameServer");
            try (NameServer names = NameServer.locate("localhost", daemon.port(),
                    PyroConfig.defaults())) {
                assertHarmless(catchThrowableOfType(PyroException.class,
                        () -> names.lookup("other")));
                assertThat(catchThrowableOfType(NamingException.class,
                        () -> names.lookup("thing"))).message()
                        .doesNotMatch("(?s).*\\p{Cntrl}.*").contains("thing1\\r\\n12:00");
                try (Proxy proxy = Proxy.builder("PYRONAME:nowhere@localhost:" + daemon.port())
                        .config(PyroConfig.defaults()).build()) {
                    assertHarmless(catchThrowableOfType(PyroException.class, proxy::bind));
                }
                log.clear();

                assertThat(names.yellowPagesAll(List.of("tag"))).isEmpty();
            }
        }

        assertThat(log.count(Level.WARN)).isEqualTo(11);
        assertThat(log.lines()).contains("WARN entries of the name server left out:"
                + " 490 similar messages were suppressed");
    }

    @Test
    void aClassNameThatAPeerSentIsShownWhereItsValueCannotBeWritten() {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start();
                Proxy proxy = Proxy.builder(daemon.register(new FalseNames(), "names"))
                        .config(PyroConfig.defaults()).build()) {
            ClassDict echoed = ClassDict.of(FAKE_IN_JAVA + HUGE, Map.of());

            assertHarmless(catchThrowableOfType(PyroException.class,
                    () -> proxy.call("lookup", Map.of(echoed, 1))));
        }
    }

    private static Proxy proxy(ScriptedPeer daemon, Dialect dialect) {
        return proxy(daemon, dialect, "obj");
    }

    private static Proxy proxy(ScriptedPeer daemon, Dialect dialect, String objectId) {
        return Proxy.builder(daemon.uri(objectId)).config(PyroConfig.defaults())
                .protocol(dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502)
                .timeout(AgainstADaemon.PATIENCE).build();
    }

    private static void assertHarmless(PyroException failure) {
        assertThat(failure).isNotNull();
        HostileTextTest.assertHarmless(List.of(String.valueOf(failure.getMessage())));
    }
}
