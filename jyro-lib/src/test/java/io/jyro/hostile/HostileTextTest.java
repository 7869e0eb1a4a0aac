package io.jyro.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.jyro.Attribute;
import io.jyro.Callback;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jyro.wire.MessageType.CONNECTFAIL;
import static io.jyro.wire.MessageType.INVOKE;
import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients whose names and texts are made for the daemon's log: to begin lines of their own, to steer a terminal, to fill
 * a disk. Whatever is logged, at any level, is of one line each and bounded; so is what is answered.
 */
class HostileTextTest extends AgainstADaemon {
    private static final int ONEWAY = 0x04;
    private static final String FAKE = "\\r\\n12:00:00.000 ERROR audit - FAKE\\x1b[31m\\u2028\\u202e";
    private static final String HUGE = "HUGE" + "a".repeat(1 << 20);
    // A sentence of ours and three texts of the client, or the thousand characters of a message.
    private static final int LONGEST = 2_500;

    /** Has methods of all kinds. */
    @Expose
    public static class Target {
        private int level;

        public void fail(String text) {
            throw new IllegalStateException(text, new Error("caused by " + text));
        }

        @Callback
        public void callback(String text) {
            fail(text);
        }

        public void readings(Map<String, Integer> byName) {
            throw new AssertionError(byName);
        }

        @Attribute
        public int getLevel() {
            return level;
        }
    }

    /** What a client sends, in serpent, with text of its own in it; and whether an answer comes. */
    record Attack(String name, String call, int flags) {
        static List<Attack> all() {
            List<Attack> all = new ArrayList<>();
            for (String text : List.of(FAKE, HUGE)) {
                String kind = text.equals(FAKE) ? " made up" : " of a megabyte";
                String t = "'" + text + "'";
                all.add(call("object id" + kind, "(" + t + ",'echo',(1,),{})"));
                all.add(call("method name" + kind, "('target'," + t + ",(1,),{})"));
                all.add(call("attribute name" + kind, "('target','__getattr__',(" + t + ",),{})"));
                all.add(call("attribute to set" + kind,
                        "('target','__setattr__',(" + t + ",1),{})"));
                all.add(call("keyword" + kind, "('target','fail',(),{" + t + ":1})"));
                all.add(call("key of a dict" + kind,
                        "('target','readings',({" + t + ":'x'},),{})"));
                all.add(call("class of a value" + kind,
                        "('target','readings',({'__class__':" + t + "},),{})"));
                all.add(call("class of a key's value" + kind,
                        "('target','readings',({'a':{'__class__':" + t + "}},),{})"));
                all.add(call("class of a malformed exception" + kind,
                        "('echo','echo',({'__class__':"
                                + t + ",'__exception__':True,'args':1},),{})"));
                all.add(call("uri" + kind, "('echo','echo',({'__class__':'Pyro5.core.URI',"
                        + "'state':(" + t + ",'o',None,'h',1)},),{})"));
                all.add(call("stream id" + kind,
                        "('Pyro.Daemon','get_next_stream_item',(" + t + ",),{})"));
                all.add(call("metadata of an id" + kind,
                        "('Pyro.Daemon','get_metadata',(" + t + ",),{})"));
                all.add(call("text that user code throws" + kind,
                        "('target','fail',(" + t + ",),{})"));
                all.add(call("text that a callback throws" + kind,
                        "('target','callback',(" + t + ",),{})"));
                all.add(new Attack("oneway to an object id" + kind, "(" + t + ",'x',(),{})",
                        ONEWAY));
                all.add(new Attack("oneway to a method name" + kind, "('target'," + t + ",(),{})",
                        ONEWAY));
                all.add(new Attack("oneway that user code fails" + kind,
                        "('target','fail',(" + t + ",),{})", ONEWAY));
                all.add(new Attack("oneway that cannot be read" + kind,
                        "('target','fail',({'__class__':" + t
                                + ",'__exception__':True,'args':1},),{})",
                        ONEWAY));
            }
            return all;
        }

        private static Attack call(String name, String call) {
            return new Attack(name, call, 0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attack> attacks() {
        return Attack.all();
    }

    @BeforeAll
    void registerMore() {
        daemon.register(new Target(), "target");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void textOfARequestIsLoggedInOneShortLine(Attack attack) {
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = welcomed(dialect)) {
                client.send(RawMessage.of(dialect, INVOKE).sequence(1).flags(attack.flags())
                        .annotation("\r\n\u001b[", "x".getBytes(StandardCharsets.US_ASCII))
                        .serpent(attack.call()));
                if (attack.flags() != ONEWAY) {
                    client.expect(RESULT);
                    if (!attack.name().startsWith("text that")) {
                        assertThat(client.received().text().replaceAll("'_pyroTraceback':.*", ""))
                                .hasSizeLessThan(LONGEST);
                    }
                }
                client.send(RawMessage.invoke(dialect, "echo", "echo", "'alive',").sequence(2))
                        .expect(RESULT);
            }
        }
        if (attack.flags() == ONEWAY) {
            log.await(Level.DEBUG, "oneway call of");
        }

        assertHarmless(log.pieces());
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void textOfAHandshakeIsLoggedInOneShortLine(Dialect dialect) {
        for (String text : List.of(FAKE, HUGE)) {
            String t = "'" + text + "'";
            refused(dialect, "{'handshake':'hello','object':" + t + "}");
            refused(dialect, "{'handshake':{'__class__':" + t
                    + ",'__exception__':True,'args':1},'object':'echo'}");
            refused(dialect, "{'handshake':{'__class__':'Pyro5.core.URI','state':(" + t
                    + ",'o',None,'h',1)},'object':'echo'}");
            refused(dialect, "{'handshake':{'__class__':'Pyro5.client.Proxy','state':('PYRO:" + text
                    + "',[],[],[],'h','s')},'object':'echo'}");
            refused(dialect, "{" + t + ":'hello'}");
            refused(dialect, t);
            refused(dialect, text);
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("FAKE"));
        assertHarmless(log.pieces());
    }

    @Test
    void whatUserCodeThrowsGoesToItsCallerWhole() {
        try (ScriptedPeer client = welcomed(Dialect.V502)) {
            client.send(RawMessage.invoke(Dialect.V502, "target", "fail", "'" + HUGE + "',"))
                    .expect(RESULT);

            assertThat(client.received().text()).contains(HUGE);
        }
    }

    @Test
    void fiveHundredGarbageConnectionsWriteTenWarningsAndTheirNumber() {
        log.clear();
        try (Daemon other = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start()) {
            for (int i = 0; i < 500; i++) {
                try (ScriptedPeer client = ScriptedPeer.client(other.port())) {
                    client.send("garbage!").expect(CONNECTFAIL);
                }
            }
            assertThat(log.count(Level.WARN)).isEqualTo(10);
            assertThat(log.lines()).filteredOn(line -> line.contains("is refused")).hasSize(500);
        }

        assertThat(log.lines())
                .contains("WARN failed handshakes: 490 similar messages were suppressed");
    }

    @Test
    void eachDaemonAndEachKindOfWarningHasItsOwnLimit() {
        log.clear();
        try (Daemon other = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start()) {
            other.register(new Target(), "target");
            for (int i = 0; i < 20; i++) {
                try (ScriptedPeer client = ScriptedPeer.client(other.port())) {
                    client.send("garbage!").expect(CONNECTFAIL);
                }
            }
            try (ScriptedPeer client = ScriptedPeer.welcomed(Dialect.V502, other.port(),
                    "target")) {
                client.send(RawMessage.invoke(Dialect.V502, "target", "callback", "'x',"))
                        .expect(RESULT);
            }

            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN callback callback of target failed"));
        }
    }

    private void refused(Dialect dialect, String payload) {
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(dialect, "echo").serpent(payload)).expect(CONNECTFAIL);

            assertThat(client.received().text()).hasSizeLessThan(LONGEST);
        }
    }

    /** One line each, of bounded length, with nothing that steers a terminal or turns the direction of writing. */
    static void assertHarmless(List<String> pieces) {
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.length()).as(() -> piece.substring(0, 300)).isLessThan(LONGEST);
            assertThat(piece)
                    .doesNotMatch("(?s).*[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202e].*");
        });
    }
}
