package io.jyro.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

import io.jyro.Attribute;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.RemoteName;
import io.jyro.cli.output.ToolOutput;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code test.echoserver}, with which Pyro users test their clients. Members and answers are Pyro's; where
 * Pyro4's and Pyro5's differ, each caller gets those of its own version. Safe for any thread.
 *
 * @see "docs/protocol.md, 8.7 Echo server: pyro4-test-echoserver / pyro5-echoserver"
 */
@Expose(naming = Naming.SNAKE_CASE)
final class EchoServer {
    static final String NAME = "test.echoserver";
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ROOT);

    private final ToolOutput out;
    private final Duration slowness;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean verbose;

    /**
     * Creates an echo server.
     *
     * @param out where it prints calls while it is verbose
     * @param slowness how long its slow methods take
     */
    EchoServer(ToolOutput out, Duration slowness, boolean verbose) {
        this.out = out;
        this.slowness = slowness;
        this.verbose = verbose;
    }

    public @Nullable Object echo(@Nullable Object message) {
        tell("echo: " + describe(message));
        return message;
    }

    public void error() {
        tell("error: generating exception");
        Peer client = CallContext.current().client();
        throw new IllegalArgumentException(client != null && client.dialect() == Dialect.V48
                ? "expected error from echoserver error() method"
                : "this is the generated error from echoserver echo() method");
    }

    public void errorWithText() {
        tell("error: generating exception");
        throw new IllegalArgumentException("the message of the error");
    }

    @Oneway
    public void onewayEcho(@Nullable Object message) {
        tell("oneway_echo: " + describe(message));
    }

    public String slow() throws InterruptedException {
        takeTime("slow");
        return "Finally, an answer!";
    }

    @Oneway
    public void onewaySlow() throws InterruptedException {
        takeTime("oneway_slow");
    }

    public Iterator<String> generator() {
        return List.of("one", "two", "three").iterator();
    }

    public double nan() {
        return Double.NaN;
    }

    public double inf() {
        return Double.POSITIVE_INFINITY;
    }

    @RemoteName("__dunder__")
    public String dunder() {
        return "should be allowed (dunder)";
    }

    public void shutdown() {
        tell("shutting down");
        end.countDown();
    }

    @Attribute
    public boolean isVerbose() {
        return verbose;
    }

    @Attribute
    public void setVerbose(boolean onOff) {
        verbose = onOff;
    }

    /** Waits until a client has called {@code shutdown}. Not public, and therefore not exposed. */
    void awaitShutdown() throws InterruptedException {
        end.await();
    }

    private void takeTime(String method) throws InterruptedException {
        tell(method + ": waiting a bit...");
        Thread.sleep(slowness);
        tell(method + ": returning result");
    }

    private void tell(String what) {
        if (verbose) {
            out.line(TIME.format(ZonedDateTime.now(ZoneId.systemDefault())) + " - " + what);
        }
    }

    private static String describe(@Nullable Object message) {
        return switch (message) {
            case null -> "None";
            case String text -> "'" + text + "'";
            case byte[] bytes -> "(" + bytes.length + " bytes)";
            default -> message.toString();
        };
    }
}
