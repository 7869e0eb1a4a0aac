package io.jyro.interop.server;

import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages that are signed with a shared key, which Pyro5 no longer has. */
class SignedIT {
    private final ThingDaemon signed = ThingDaemon
            .start(daemon -> daemon.hmacKey("s\u00e9cret".getBytes(UTF_8)));
    private final Python python = Python.start(Pyro.PYRO4);

    @AfterEach
    void stop() {
        python.close();
        signed.close();
    }

    @Test
    void theRightKeyIsWelcome() {
        assertThat(python.eval("p = " + signed.proxy("thing") + """

                p._pyroHmacKey = 's\u00e9cret'
                [p.echo('x'), list(p.count(2)), p.target]
                """)).isEqualTo("['x', [1, 2], 20]");
    }

    @Test
    void annotationsAreSignedToo() {
        assertThat(python.eval("p = " + signed.proxy("thing") + """

                p._pyroHmacKey = 's\u00e9cret'
                p._pyroBind()
                context.annotations = {'ZZZZ': b'last', 'AAAA': b'first'}
                seen = p.annotations()
                p.annotate('BACK', 'signed')
                seen['AAAA'], seen['ZZZZ'], bytes(context.response_annotations['BACK'])
                """)).isEqualTo("('first', 'last', b'signed')");
    }

    @Test
    void compressedMessagesAreSignedAsTheyAreSent() {
        assertThat(python.eval("p = " + signed.proxy("thing") + """

                p._pyroHmacKey = 's\u00e9cret'
                config.COMPRESSION = True
                p.echo('x' * 5000) == 'x' * 5000
                """)).isEqualTo("True");
    }

    @Test
    void aWrongKeyIsRefused() {
        Raised raised = python.raised("p = " + signed.proxy("thing") + """

                p._pyroHmacKey = 'wrong'
                p.echo(1)
                """);

        assertThat(raised.type()).startsWith("Pyro4.errors.");
        assertThat(raised.text()).contains("message hmac mismatch");
    }

    @Test
    void aMissingKeyIsRefused() {
        Raised raised = python.raised(signed.proxy("thing") + ".echo(1)");

        assertThat(raised.type()).startsWith("Pyro4.errors.");
        assertThat(raised.text()).contains("hmac key config not symmetric");
    }

    @Test
    void aKeyWhereThereIsNoneIsRefused() {
        try (ThingDaemon open = ThingDaemon.start()) {
            Raised raised = python.raised("p = " + open.proxy("thing") + """

                    p._pyroHmacKey = 'needless'
                    p.echo(1)
                    """);

            assertThat(raised.text()).contains("hmac key config not symmetric");
        }
    }

    @Test
    void theDaemonGoesOnAfterARefusal() {
        python.raised(signed.proxy("thing") + ".echo(1)");

        assertThat(python.eval("p = " + signed.proxy("thing") + """

                p._pyroHmacKey = 's\u00e9cret'
                p.echo('x')
                """)).isEqualTo("'x'");
    }
}
