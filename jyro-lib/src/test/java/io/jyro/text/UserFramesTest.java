package io.jyro.text;

import java.util.Arrays;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Which frames of a stack are a user's. */
class UserFramesTest {

    @Test
    void whatCalledTheUsersMethodIsLeftOut() {
        assertUsers("lab.Thermostat", "java.util.List", "io.jyro.server.objects.ExposedMember",
                "io.jyro.server.CallRunner", "java.lang.Thread")
                .containsExactly("lab.Thermostat", "java.util.List");
        assertUsers("java.util.Objects", "lab.Thermostat",
                "io.jyro.server.objects.Registered$OfClass",
                "io.jyro.server.objects.LazyInstance", "java.lang.Thread")
                .containsExactly("java.util.Objects", "lab.Thermostat");
    }

    @Test
    void whatTheUserCalledIsLeftOut() {
        assertUsers("io.jyro.client.exchange.Exchange", "io.jyro.client.Proxy", "lab.Client",
                "java.lang.Thread").containsExactly("lab.Client", "java.lang.Thread");
        assertUsers("io.jyro.client.Calls", "io.jyro.client.RemoteView", "jdk.proxy2.$Proxy12",
                "lab.Client").containsExactly("lab.Client");
        assertUsers("io.jyro.server.objects.Registry", "io.jyro.server.Daemon", "lab.Server")
                .containsExactly("lab.Server");
    }

    @Test
    void aMethodBetweenTheTwoIsKept() {
        assertUsers("io.jyro.client.Proxy", "lab.Relay", "io.jyro.server.objects.ExposedMember",
                "io.jyro.client.exchange.ConcurrentExchange", "lab.Outer",
                "io.jyro.server.objects.ExposedMember")
                .containsExactly("lab.Relay");
        assertUsers("io.jyro.client.Proxy", "io.jyro.examples.Relay",
                "io.jyro.server.objects.ExposedMember")
                .containsExactly("io.jyro.examples.Relay");
    }

    @Test
    void aStackThatIsAllTheUsersIsKept() {
        assertUsers("lab.Client", "java.lang.Thread").hasSize(2);
        assertUsers("java.util.concurrent.FutureTask", "java.lang.Thread").hasSize(2);
    }

    @Test
    void ofAThreadOfJyrosOwnNothingIsLeft() {
        assertUsers("io.jyro.client.exchange.PendingReply", "java.lang.VirtualThread").isEmpty();
    }

    @Test
    void whatTheRemoteSideSaidIsKept() {
        assertUsers("lab.py", "<pyro>", "io.jyro.client.Proxy", "lab.Client")
                .containsExactly("lab.py", "<pyro>", "lab.Client");
    }

    /** Throws what it is told. */
    @Expose
    public static class Failing {
        public void fail() {
            throw new IllegalStateException("as always");
        }
    }

    @Test
    void framesOfJyroAreShownOnBothSidesIfTheConfigurationSaysSo() {
        PyroConfig detailed = PyroConfig.builder().detailedTraceback(true).build();
        try (Loopback plain = new Loopback();
                Loopback talkative = new Loopback(Daemon.builder().config(detailed));
                Proxy curious = Proxy.builder(plain.daemon().register(new Failing()))
                        .config(detailed).build()) {
            PyroException usual = raised(plain.serve(new Failing()));
            assertThat(String.join("", usual.remoteTraceback())).contains("UserFramesTest.java")
                    .doesNotContain("io.jyro.server", "ThreadPoolExecutor");
            assertThat(usual.getStackTrace()).extracting(StackTraceElement::getClassName)
                    .contains(UserFramesTest.class.getName())
                    .noneMatch(name -> name.startsWith("io.jyro.client"));
            assertThat(String.join("", raised(talkative.serve(new Failing())).remoteTraceback()))
                    .contains("UserFramesTest.java", "io.jyro.server", "ThreadPoolExecutor");
            assertThat(raised(curious).getStackTrace())
                    .extracting(StackTraceElement::getClassName).contains(Proxy.class.getName());
        }
    }

    private static PyroException raised(Proxy proxy) {
        return catchThrowableOfType(PyroException.class, () -> proxy.call("fail"));
    }

    private static AbstractListAssert<?, ?, String, ObjectAssert<String>> assertUsers(
            String... classes) {
        StackTraceElement[] stack = Arrays.stream(classes)
                .map(name -> new StackTraceElement(name, "method", "File.java", 1))
                .toArray(StackTraceElement[]::new);
        return assertThat(UserFrames.of(stack)).extracting(StackTraceElement::getClassName);
    }
}
