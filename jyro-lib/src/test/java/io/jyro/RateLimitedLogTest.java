package io.jyro;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitedLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("test.RateLimitedLog");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may wrap around
    private final RateLimitedLog limited = new RateLimitedLog(logger, "odd visitors", now::get);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void tenAreWrittenAtOnceAndTheOthersAtDebugLevel() {
        warn(500);

        assertThat(at(Level.WARN)).isEqualTo(10);
        assertThat(at(Level.DEBUG)).isEqualTo(490);
    }

    @Test
    void afterAMinuteOneMoreIsWrittenAndTellsHowManyWereSuppressed() {
        warn(500);
        minutes(1);
        warn(2);

        assertThat(at(Level.WARN)).isEqualTo(11);
        assertThat(last(Level.WARN))
                .isEqualTo("visitor 0 came (490 similar messages were suppressed)");
    }

    @Test
    void afterTenQuietMinutesTenAreWrittenAgain() {
        warn(20);
        minutes(60);
        warn(20);

        assertThat(at(Level.WARN)).isEqualTo(20);
    }

    @Test
    void thoseThatWereSuppressedAreReportedThoughNoneFollows() {
        warn(500);
        limited.reportSuppressed();
        assertThat(at(Level.WARN)).as("the last line is new").isEqualTo(10);
        minutes(1);

        limited.reportSuppressed();
        limited.reportSuppressed();

        assertThat(at(Level.WARN)).isEqualTo(11);
        assertThat(last(Level.WARN))
                .isEqualTo("odd visitors: 490 similar messages were suppressed");
    }

    @Test
    void aReportIsOneOfTheLinesThatTheLimitCounts() {
        warn(500);
        minutes(1);
        limited.reportSuppressed();
        warn(1);

        assertThat(at(Level.WARN)).isEqualTo(11);
    }

    @Test
    void theEndReportsAtOnce() {
        warn(12);
        limited.end();

        assertThat(last(Level.WARN)).isEqualTo("odd visitors: 2 similar messages were suppressed");
    }

    @Test
    void nothingIsReportedWhereNothingWasSuppressed() {
        warn(10);
        minutes(5);
        limited.reportSuppressed();
        limited.end();

        assertThat(lines.list).hasSize(10);
    }

    @Test
    void errorsAreLimitedLikeWarnings() {
        for (int i = 0; i < 30; i++) {
            limited.error("it broke");
        }

        assertThat(at(Level.ERROR)).isEqualTo(10);
    }

    @Test
    void anExceptionIsLoggedWithItsStackTraceInOneLineEach() {
        limited.warn("visitor {} failed", 1, new IllegalStateException("a\nb"));

        ILoggingEvent line = lines.list.getFirst();
        assertThat(line.getFormattedMessage()).isEqualTo("visitor 1 failed");
        assertThat(line.getThrowableProxy().getMessage())
                .isEqualTo("java.lang.IllegalStateException: a\\nb");
    }

    @Test
    void theExceptionOfASuppressedLineIsNotLookedAtUnlessSomebodyReadsDebugLines() {
        logger.setLevel(Level.WARN);
        warn(10);
        class Unread extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new AssertionError("read");
            }
        }

        limited.warn("visitor {} failed", 1, new Unread());

        assertThat(lines.list).hasSize(10);
    }

    private void warn(int times) {
        IntStream.range(0, times).forEach(i -> limited.warn("visitor {} came", i));
    }

    private void minutes(int count) {
        now.addAndGet(TimeUnit.MINUTES.toNanos(count));
    }

    private long at(Level level) {
        return lines.list.stream().filter(line -> line.getLevel() == level).count();
    }

    private String last(Level level) {
        return lines.list.stream().filter(line -> line.getLevel() == level)
                .reduce((first, second) -> second).orElseThrow().getFormattedMessage();
    }
}
