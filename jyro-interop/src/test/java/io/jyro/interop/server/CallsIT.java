package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class CallsIT {
    private final ThingDaemon jyro;
    private final Python python;

    CallsIT(ThingDaemon jyro, Python python) {
        this.jyro = jyro;
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void positionalArgumentsArriveInOrder() {
        assertThat(python.eval("p.join('a', 'b')")).isEqualTo("'a-b'");
    }

    @Test
    void keywordArgumentsReachParametersByName() {
        assertThat(python.eval("p.join(second='b', first='a')")).isEqualTo("'a-b'");
    }

    @Test
    void positionalAndKeywordArgumentsMix() {
        assertThat(python.eval("p.join('a', second='b')")).isEqualTo("'a-b'");
    }

    @Test
    void unnamedKeywordArgumentsReachKwargs() {
        assertThat(python.eval("p.everything(1, b=2, a='x')")).isEqualTo("'1 {b=2, a=x}'");
    }

    @Test
    void varargsTakeAnyNumberOfArguments() {
        assertThat(python.eval("[p.sum(), p.sum(1), p.sum(1, 2, 3)]")).isEqualTo("[0, 1, 6]");
    }

    @Test
    void unknownKeywordArgumentsAreTypeErrors() {
        Raised raised = python.raised("p.join('a', third='b')");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).isEqualTo("join() got an unexpected keyword argument 'third';"
                + " its parameters are first, second");
    }

    @Test
    void missingArgumentsAreTypeErrors() {
        Raised raised = python.raised("p.join('a')");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).contains("join()").contains("'second'");
    }

    @Test
    void argumentsThatDoNotFitAreTypeErrorsThatNameTheParameter() {
        Raised raised = python.raised("p.join('a', [1])");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).contains("join()").contains("'second'");
    }

    @Test
    void namesWithTwoUnderscoresAtBothEndsAreOrdinary() {
        assertThat(python.eval("p.__len__()")).isEqualTo("3");
    }

    @Test
    void metadataNamesWhatIsExposed() {
        python.run("p._pyroBind()");

        assertThat(python.eval("sorted(p._pyroAttrs)"))
                .isEqualTo("['broken', 'target', 'version']");
        assertThat(python.eval("sorted(p._pyroOneway)")).isEqualTo("['note', 'spoil']");
        assertThat(python.eval("'fail_in_io' in p._pyroMethods and 'hidden' not in p._pyroMethods"))
                .isEqualTo("True");
    }

    @Test
    void theDaemonListsItsObjects() {
        assertThat(python.eval("sorted(Proxy('PYRO:%s@" + jyro.daemon().location()
                + "' % DAEMON_OBJECT).registered())"))
                .contains("'Pyro.Daemon'", "'thing'", "'single'");
    }

    @Test
    void theDaemonAnswersPing() {
        assertThat(python.eval("Proxy('PYRO:%s@" + jyro.daemon().location()
                + "' % DAEMON_OBJECT).ping()")).isEqualTo("None");
    }

    @Test
    void theDaemonDescribesItself() {
        assertThat(python.eval("Proxy('PYRO:%s@" + jyro.daemon().location()
                + "' % DAEMON_OBJECT).info()"))
                .contains("Pyro.Daemon bound on " + jyro.daemon().location());
    }

    @Test
    void aPingIsAnswered() {
        assertThat(python
                .eval("""
                        p._pyroBind()
                        connection = p._pyroConnection
                        if VERSION == '4':
                            import Pyro4.message as m
                            key = p._pyroHmacKey
                            connection.send(m.Message(m.MSG_PING, b'ping', 42, 0, 7, hmac_key=key).to_bytes())
                            pong = m.Message.recv(connection, [m.MSG_PING], hmac_key=key)
                        else:
                            import Pyro5.protocol as m
                            connection.send(m.SendingMessage(m.MSG_PING, 0, 7, 42, b'ping').data)
                            pong = m.recv_stub(connection, [m.MSG_PING])
                        pong.type, pong.seq, bytes(pong.data), p.echo(1)
                        """))
                .isEqualTo("(6, 7, b'pong', 1)");
    }

    @Test
    void marshalIsSpokenToo() {
        assertThat(python.eval("""
                p._pyroSerializer = 'marshal'
                p.echo([1, 'café', b'bytes', 2.5, None, {'k': (1, {2})}])
                """)).isEqualTo("[1, 'café', b'bytes', 2.5, None, {'k': (1, {2})}]");
        assertThat(python.raised("p.fail('in marshal')").text()).isEqualTo("in marshal");
        assertThat(python.eval("list(p.count(2))")).isEqualTo("[1, 2]");
    }

    @Test
    void sequenceNumbersWrapAfter65535() {
        assertThat(python.eval("""
                q = p.__copy__()
                q._pyroBind()
                q._pyroSeq = 65533
                [q.sequence() for _ in range(4)]
                """)).isEqualTo("[65534, 65535, 0, 1]");
    }

    @Test
    void manyCallsGoOverOneConnection() {
        assertThat(python.eval("sum(p.echo(i) for i in range(2000))")).isEqualTo("1999000");
    }

    @Test
    void aLargeArgumentComesBack() {
        assertThat(python.eval("""
                text = 'abcdefghij' * 300000
                p.echo(text) == text
                """)).isEqualTo("True");
    }
}
