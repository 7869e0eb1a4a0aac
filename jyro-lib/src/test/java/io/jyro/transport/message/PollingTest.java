package io.jyro.transport.message;

import java.io.IOException;

import io.jyro.Link;
import io.jyro.transport.Connection;
import io.jyro.transport.DelegatingConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a connection is polled, by how it went before. */
class PollingTest {
    private final Link link = Link.inProcess();
    private final Looked connection = new Looked(Connection.over(link.one()));
    private final Polling polling = new Polling(Integer.MAX_VALUE);

    /** Counts looks for bytes; they come before a given one. */
    private static final class Looked extends DelegatingConnection {
        private int looks;
        private int bytesComeAt;

        Looked(Connection below) {
            super(below);
        }

        @Override
        public int available() {
            return ++looks >= bytesComeAt ? 1 : 0;
        }
    }

    @AfterEach
    void close() {
        link.one().close();
        link.other().close();
    }

    // How often it looks for bytes that are there at a certain look.
    private int looks(int bytesComeAt) throws IOException {
        connection.looks = 0;
        connection.bytesComeAt = bytesComeAt;
        polling.await(connection);
        return connection.looks;
    }

    private int looksInVain() throws IOException {
        return looks(Integer.MAX_VALUE);
    }

    @Test
    void afterEachPollInVainItIsDoneHalfAsOften() throws IOException {
        assertThat(looksInVain()).isGreaterThan(1);
        assertThat(looks(1)).isZero();
        assertThat(looksInVain()).isGreaterThan(1);
        assertThat(looks(1)).isZero();
        assertThat(looks(1)).isZero();
        assertThat(looksInVain()).isGreaterThan(1);
    }

    @Test
    void bytesThatComeMeanwhileMakeItWorthwhileAgain() throws IOException {
        looksInVain();
        looks(1);

        assertThat(looks(2)).isEqualTo(2);
        assertThat(looksInVain()).isGreaterThan(1);
    }

    @Test
    void bytesThatAreThereAtTheFirstLookDoNotMakeItMoreOften() throws IOException {
        looksInVain();
        looks(1);

        assertThat(looks(1)).isEqualTo(1);
        assertThat(looksInVain()).isGreaterThan(1);
        assertThat(looks(1)).isZero();
        assertThat(looks(1)).isZero();
        assertThat(looksInVain()).isGreaterThan(1);
    }
}
