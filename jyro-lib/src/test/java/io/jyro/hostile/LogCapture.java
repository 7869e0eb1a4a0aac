package io.jyro.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Hears what the library logs while it is open, and keeps it off the console. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.jyro");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Awaited> awaited = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
            awaited.stream().filter(one -> one.wanted.test(event))
                    .forEach(one -> one.came.countDown());
        }
    };

    private record Awaited(Predicate<ILoggingEvent> wanted, CountDownLatch came) {}

    /** Begins to listen. */
    public LogCapture() {
        appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        appender.start();
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        logger.addAppender(appender);
    }

    /** Waits until a line of a level or worse that holds some text is logged, or was. */
    public void await(Level atLeast, String text) {
        Awaited one = new Awaited(event -> event.getLevel().isGreaterOrEqual(atLeast)
                && event.getFormattedMessage().contains(text), new CountDownLatch(1));
        awaited.add(one);
        try {
            if (events.stream().noneMatch(one.wanted)
                    && !one.came.await(5, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "nobody logged '" + text + "'; these lines came: " + lines());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            awaited.remove(one);
        }
    }

    /** All lines so far. */
    public List<String> lines() {
        return events.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** How many lines of a level came. */
    public long count(Level level) {
        return events.stream().filter(event -> event.getLevel() == level).count();
    }

    /**
     * All pieces of text that a layout would print, each of them in one line: messages, and of stack traces the messages
     * and frames.
     */
    public List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (ILoggingEvent event : events) {
            pieces.add(event.getFormattedMessage());
            pieces.add(event.getThreadName());
            addPieces(event.getThrowableProxy(), pieces);
        }
        return pieces;
    }

    private static void addPieces(@Nullable IThrowableProxy thrown, List<String> pieces) {
        if (thrown == null) {
            return;
        }
        pieces.add(thrown.getClassName() + ": " + thrown.getMessage());
        for (StackTraceElementProxy frame : thrown.getStackTraceElementProxyArray()) {
            pieces.add(frame.getSTEAsString());
        }
        addPieces(thrown.getCause(), pieces);
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            addPieces(suppressed, pieces);
        }
    }

    /** The lines at ERROR: those that say that the library itself is broken. */
    public List<String> errors() {
        return events.stream().filter(event -> event.getLevel() == Level.ERROR)
                .map(event -> event.getFormattedMessage() + because(event)).toList();
    }

    private static String because(ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        return cause == null ? "" : ": " + ThrowableProxyUtil.asString(cause);
    }

    /** Forgets what was heard. */
    public void clear() {
        events.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
        appender.stop();
    }
}
