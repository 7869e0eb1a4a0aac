package io.jyro.interop.server;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Date;
import java.util.List;

import io.jyro.Expose;
import io.jyro.PythonException;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** What Python gets of results, and of exceptions, that Java has in forms of its own. */
@WithEachPyro
class ResultsIT {
    private final Python python;
    private final ThingDaemon jyro;

    ResultsIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
        jyro.daemon().register(new Service(), "service");
        python.run("p = " + jyro.proxy("service"));
    }

    @AfterEach
    void close() {
        python.run("p._pyroRelease()");
        jyro.daemon().unregister("service");
    }

    /** A service that nobody registers. */
    @Expose
    public static class Forgotten {
        public String getName() {
            return "name";
        }
    }

    /** Returns them. */
    @Expose
    public static class Service {
        @SuppressWarnings("JavaUtilDate") // that is the question
        public Date date() {
            return new Date(1_612_325_045_678L);
        }

        public InputStream bytes() {
            return new ByteArrayInputStream("all the bytes".getBytes(US_ASCII));
        }

        public String half() {
            return "\ud83d";
        }

        public Object failWithHalf() {
            throw new IllegalStateException("\ud83d");
        }

        public Object unknown() {
            return new Thread();
        }

        public Forgotten forgotten() {
            return new Forgotten();
        }

        public int lookUp(String key) {
            throw PythonException.keyError(key);
        }

        public int answer() {
            return 42;
        }
    }

    @Test
    void aDateIsATimeInUtc() {
        assertThat(python.eval("p.date()")).isEqualTo("'2021-02-03T04:04:05.678000+00:00'");
    }

    @Test
    void anInputStreamIsIteratedOverInBlocks() {
        assertThat(python
                .eval("""
                        import base64
                        def plain(block):
                            return base64.b64decode(block["data"]) if isinstance(block, dict) else bytes(block)
                        b"".join(plain(block) for block in p.bytes())
                        """))
                .isEqualTo("b'all the bytes'");
    }

    @Test
    void aReplyThatCannotBeWrittenIsAnErrorOfItsCall() {
        python.run("p._pyroSerializer = 'msgpack'");

        for (String call : List.of("p.half()", "p.failWithHalf()", "p.unknown()")) {
            Raised raised = python.raised(call);
            assertThat(raised.type()).as(call).doesNotContain("Communication")
                    .doesNotContain("ConnectionClosed");
            assertThat(python.eval("p.answer()")).as(call).isEqualTo("42");
        }
    }

    @Test
    void anExposedObjectThatIsNotRegisteredIsRefused() {
        assertThat(python.raised("p.forgotten()").text()).contains("Forgotten",
                "register the object",
                "registerClassToDict");
    }

    @Test
    void anExceptionOfPythonIsCaughtAsWhatItIs() {
        assertThat(python.eval("""
                try:
                    p.lookUp("cellar")
                except LookupError as x:
                    seen = type(x).__name__, x.args
                seen
                """)).isEqualTo("('KeyError', ('cellar',))");
    }
}
