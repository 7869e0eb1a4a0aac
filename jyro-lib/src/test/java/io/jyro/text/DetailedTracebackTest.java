package io.jyro.text;

import java.util.List;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Frames of Jyro itself are shown if {@code DETAILED_TRACEBACK} asks for them, on either side by its own setting. */
class DetailedTracebackTest {
    private static final String EXPOSED_MEMBER = "io.jyro.server.objects.ExposedMember";
    private static final PyroConfig DETAILED = PyroConfig.builder().detailedTraceback(true).build();

    @Expose
    public static class Failing {
        public void fail() {
            throw new IllegalStateException("as it has to");
        }
    }

    private static PyroException raised(PyroConfig ofDaemon, PyroConfig ofProxy) {
        try (Loopback loopback = new Loopback(Daemon.builder().config(ofDaemon));
                Proxy proxy = Proxy.builder(loopback.daemon().register(new Failing()))
                        .config(ofProxy).build()) {
            return catchThrowableOfType(PyroException.class, () -> proxy.call("fail"));
        }
    }

    private static List<String> frames(PyroException raised) {
        return Stream.of(raised.getStackTrace()).map(StackTraceElement::getClassName).toList();
    }

    @Test
    void bothSidesLeaveThemOutByDefault() {
        PyroException raised = raised(PyroConfig.defaults(), PyroConfig.defaults());

        assertThat(frames(raised)).contains(Failing.class.getName(), getClass().getName())
                .noneMatch(name -> name.startsWith("io.jyro.client.")
                        || name.equals(EXPOSED_MEMBER)
                        || name.contains("ThreadPoolExecutor"));
        assertThat(String.join("", raised.remoteTraceback())).contains("Failing.fail")
                .doesNotContain("ExposedMember");
    }

    @Test
    void theDaemonSendsAllOfItsFramesIfToldTo() {
        PyroException raised = raised(DETAILED, PyroConfig.defaults());

        assertThat(String.join("", raised.remoteTraceback())).contains("Failing.fail",
                "ExposedMember.call", "ClientConnection", "Thread.run");
        assertThat(frames(raised)).contains(EXPOSED_MEMBER)
                .noneMatch(name -> name.startsWith("io.jyro.client."));
    }

    @Test
    void theProxyKeepsAllOfItsFramesIfToldTo() {
        PyroException raised = raised(PyroConfig.defaults(), DETAILED);

        assertThat(frames(raised)).contains(Failing.class.getName(), Proxy.class.getName(),
                "io.jyro.client.link.DaemonConnection", getClass().getName())
                .doesNotContain(EXPOSED_MEMBER);
    }
}
