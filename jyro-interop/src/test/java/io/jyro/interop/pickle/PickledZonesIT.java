package io.jyro.interop.pickle;

import java.time.ZonedDateTime;
import java.util.Set;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Dates and times of Python in the zones of its zoneinfo, in pickles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PickledZonesIT {
    /** Takes them with and without a declared type. */
    @Expose
    public static class Clock {
        /** In Java's own text. */
        public String zoned(ZonedDateTime time) {
            return time.toString();
        }

        /** In Java's own text, with the class. */
        public String untyped(Object time) {
            return time.getClass().getSimpleName() + " " + time;
        }

        /** As it came. */
        public Object echo(Object time) {
            return time;
        }
    }

    private final Daemon daemon = Daemon.builder().config(PyroConfig.builder()
            .serializersAccepted(Set.of(Serializer.PICKLE)).build()).start();
    private final Python python = Python.start(Pyro.PYRO4);

    @BeforeAll
    void connect() {
        daemon.register(new Clock(), "clock");
        python.run("config.SERIALIZER = 'pickle'\np = Proxy('" + daemon.uriFor("clock")
                + "')\nimport datetime, zoneinfo\n"
                + "t = datetime.datetime(2021, 10, 31, 2, 30, 0, 789, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))\n");
    }

    @AfterAll
    void stop() {
        python.close();
        daemon.close();
    }

    @Test
    void theRegionIsKeptAndWhichOfTwoTimesIsMeant() {
        assertThat(python.eval("p.zoned(t)"))
                .isEqualTo("'2021-10-31T02:30:00.000789+02:00[Europe/Berlin]'");
        assertThat(python.eval("p.zoned(t.replace(fold=1))"))
                .isEqualTo("'2021-10-31T02:30:00.000789+01:00[Europe/Berlin]'");
        assertThat(python.eval("p.untyped(t)"))
                .isEqualTo("'ZonedDateTime 2021-10-31T02:30:00.000789+02:00[Europe/Berlin]'");
        assertThat(python.eval("p.untyped(t.replace(tzinfo=datetime.timezone.utc))"))
                .isEqualTo("'OffsetDateTime 2021-10-31T02:30:00.000789Z'");
    }

    @Test
    void betweenJyroPeersAllIsKept() {
        ZonedDateTime time = ZonedDateTime
                .parse("2021-10-31T02:30:00.000000001+01:00[Europe/Berlin]");
        try (Proxy proxy = Proxy.builder(daemon.uriFor("clock")).protocol(Protocol.V48)
                .serializer(Serializer.PICKLE).build()) {
            assertThat(proxy.call("echo", time)).isEqualTo(time);
        }
    }

    @Test
    void towardPythonTheOffsetOfThatTimeStays() {
        assertThat(python.eval("str(p.echo(t)), p.echo(t) == t.replace(tzinfo=datetime.timezone"
                + "(datetime.timedelta(hours=2)))"))
                .isEqualTo("('2021-10-31 02:30:00.000789+02:00', True)");
    }
}
