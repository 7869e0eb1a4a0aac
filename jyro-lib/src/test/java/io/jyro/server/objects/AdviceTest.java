package io.jyro.server.objects;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.jyro.Attribute;
import io.jyro.DaemonException;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Param;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Refusals of frequent mistakes say what to do instead. */
class AdviceTest {
    @Expose
    static class Plain {
        public int add(@Param("n") int n, @Param("g") int g) {
            return n + g;
        }

        @Attribute
        public int getState() {
            return 1;
        }

        public Iterator<Integer> steps() {
            return List.of(1).iterator();
        }

        public void refuseArray() {
            throw new SerializationException("unsupported serialized class: numpy.ndarray");
        }
    }

    private final Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).port(0)
            .register(new Plain(), "plain").start();
    private final Proxy proxy = Proxy.builder(daemon.uriFor("plain"))
            .config(PyroConfig.defaults()).build();

    @AfterEach
    void close() {
        proxy.close();
        daemon.close();
    }

    @Test
    void aMistypedMethodIsAnsweredWithTheOneThatWasMeant() {
        assertRefused("'Plain' object has no attribute 'ad'. Did you mean: 'add'?",
                () -> proxy.call("ad", 1, 2));
    }

    @Test
    void anUnexposedMethodIsCalledUnexposed() {
        assertRefused("attempt to access unexposed attribute 'getState'",
                () -> proxy.call("getState"));
    }

    @Test
    void anAttributeThatIsCalledIsToBeRead() {
        assertRefused(
                "'state' is a remote attribute, not a method: read it (in Java with Proxy.get)",
                () -> proxy.call("state"));
    }

    @Test
    void aMethodThatIsReadIsToBeCalled() {
        assertRefused("attempt to access unexposed or unknown remote attribute 'add': it is a"
                + " method, call it", () -> proxy.get("add"));
    }

    @Test
    void aMistypedAttributeIsAnsweredWithTheOneThatWasMeant() {
        assertRefused("attempt to access unexposed or unknown remote attribute 'stat'."
                + " Did you mean: 'state'?", () -> proxy.get("stat"));
    }

    @Test
    void aWrongKeywordIsAnsweredWithTheNamesOfTheParameters() {
        assertRefused("add() got an unexpected keyword argument 'name'; its parameters are n, g",
                () -> proxy.call("add", 1, Kwargs.of("name", 2)));
    }

    @Test
    void aStreamThatIsCalledAsAListIsToBeReadAsOne() {
        assertRefused("steps() result: expected List<Integer>, but got item stream; read"
                + " it with Proxy.stream, or declare Stream or Iterator in a view",
                () -> proxy.as(StepsAsList.class).steps());
    }

    interface StepsAsList {
        List<Integer> steps();
    }

    @Test
    void keywordArgumentsHaveToBeTheLast() {
        assertRefused("Kwargs must be the last argument of a call",
                () -> proxy.call("add", Kwargs.of("n", 1), 2));
    }

    @Test
    void anArrayThatTheOtherEndCannotReadPointsToTheManual() {
        assertRefused("unsupported serialized class: numpy.ndarray; the other end does not know"
                + " this class: docs/numpy.md shows the lines", () -> proxy.call("refuseArray"));
    }

    @Test
    void anUnknownObjectIsNamed() {
        try (Proxy unknown = Proxy.builder(daemon.uriFor("plane")).config(PyroConfig.defaults())
                .build()) {
            assertRefused("rejected: unknown object: this daemon has no object 'plane'",
                    unknown::bind);
        }
    }

    @Test
    void aClosedDaemonRefusesRegistrationsAndUris() {
        daemon.close();

        for (Runnable use : List.<Runnable>of(() -> daemon.register(new Plain()),
                () -> daemon.registerWeak(new Plain()), () -> daemon.uriFor("plain"),
                () -> daemon.proxyFor("plain"))) {
            assertThatThrownBy(use::run).isInstanceOf(DaemonException.class)
                    .hasMessageContaining("is closed");
        }
    }

    @Test
    void aSerializerWithoutACodecIsRefusedAtTheStart() {
        PyroConfig config = PyroConfig.builder()
                .serializersAccepted(Set.of(Serializer.SERPENT, Serializer.PICKLE)).build();

        assertThatThrownBy(() -> Daemon.builder().config(config).port(0).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SERIALIZERS_ACCEPTED")
                .hasMessageContaining("io.jyro:jyro-pickle");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"}) // callers may not be checked for null
    void nullCannotBeRegistered() {
        assertThatThrownBy(() -> daemon.register(null)).isInstanceOf(NullPointerException.class)
                .hasMessage("the object or class to register is null");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"}) // which call it is does not matter
    void anObjectOfNobodyElseSaysThatItIsGone() {
        Registered.Weak gone = new Registered.Weak(new WeakReference<>(null),
                ExposureReader.read(Plain.class));

        assertThat(gone.subjects()).isEmpty();
        SessionInstances session = new SessionInstances(Runnable::run,
                new RateLimitedLog(LoggerFactory.getLogger(AdviceTest.class), "failures",
                        System::nanoTime));
        assertThatThrownBy(() -> gone.instanceFor(session, null))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("the object was registered weakly and is gone");
    }

    private static void assertRefused(String text, Runnable use) {
        assertThatThrownBy(use::run).isInstanceOf(PyroException.class)
                .hasMessageContaining(text);
    }
}
