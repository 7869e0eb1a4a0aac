package io.jyro.server.objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which exceptions are warned of, since none was at their place. */
class FailedPlacesTest {
    private final FailedPlaces places = new FailedPlaces(() -> 0);

    private static Throwable thrown(Throwable thrown, StackTraceElement... frames) {
        thrown.setStackTrace(frames);
        return thrown;
    }

    private static StackTraceElement user(int line) {
        return new StackTraceElement("app", null, null, "lab.Thermostat", "read", "Thermostat.java",
                line);
    }

    private static StackTraceElement jdk() {
        return new StackTraceElement("app", "java.base", null, "java.util.Objects",
                "requireNonNull", "Objects.java", 1);
    }

    @Test
    void eachClassOfExceptionsAtALineIsAPlaceOfItsOwn() {
        assertThat(places.isDue(thrown(new IllegalStateException(), user(1)))).isTrue();
        assertThat(places.isDue(thrown(new IllegalStateException(), user(1)))).isFalse();
        assertThat(places.isDue(thrown(new IllegalArgumentException(), user(1)))).isTrue();
        assertThat(places.isDue(thrown(new IllegalStateException(), user(2)))).isTrue();
    }

    @Test
    void whatTheJdkThrowsBelongsToTheLineThatCalledIt() {
        assertThat(places.isDue(thrown(new NullPointerException(), jdk(), user(1)))).isTrue();
        assertThat(places.isDue(thrown(new NullPointerException(), jdk(), user(2)))).isTrue();
        assertThat(places.isDue(thrown(new NullPointerException(), jdk(), user(1)))).isFalse();
    }

    @Test
    void anExceptionWithoutFramesHasAPlaceToo() {
        assertThat(places.isDue(thrown(new NullPointerException()))).isTrue();
        assertThat(places.isDue(thrown(new NullPointerException()))).isFalse();
    }

    @Test
    void theOldestOfAThousandPlacesIsForgotten() {
        for (int line = 0; line <= 1000; line++) {
            assertThat(places.isDue(thrown(new IllegalStateException(), user(line)))).isTrue();
        }

        assertThat(places.isDue(thrown(new IllegalStateException(), user(1000)))).isFalse();
        assertThat(places.isDue(thrown(new IllegalStateException(), user(0)))).isTrue();
    }
}
