package io.jyro.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The object that the tests call; the twin of {@code Thing} in {@code peer.py}. */
@Expose(naming = Naming.SNAKE_CASE)
public class Thing {
    private static final int PATIENCE_SECONDS = 20;

    /** An exception class of a program's own. */
    public static class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public OwnException(String message) {
            super(message);
        }
    }

    /** A value with parts. */
    public record Reading(Instant at, double celsius) {}

    /** An object to be given to callers. */
    @Expose
    public static class Child {
        public String name() {
            return "child of Java";
        }

        public @Nullable Object echo(@Nullable Object value) {
            return value;
        }
    }

    private final Daemon daemon;
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final Semaphore gate = new Semaphore(0);
    private final Child child = new Child();
    private volatile @Nullable Object target = 20;
    private boolean childIsRegistered;

    /** A plain field, not exposed. */
    public final String plain = "a plain attribute";

    public Thing(Daemon daemon) {
        this.daemon = daemon;
    }

    public @Nullable Object echo(@Nullable Object value) {
        return value;
    }

    public String describe(@Nullable Object value) {
        return value == null
                ? "null"
                : publicType(value).getSimpleName() + " "
                        + (value instanceof Object[] array ? Arrays.deepToString(array) : value);
    }

    // The class that users know: dicts of serialize are maps to them.
    private static Class<?> publicType(Object value) {
        Class<?> type = value.getClass();
        while (!Modifier.isPublic(type.getModifiers())
                || type.getPackageName().equals("io.jyro.serialize")) {
            type = type.getSuperclass();
        }
        return type;
    }

    public String join(String first, String second) {
        return first + "-" + second;
    }

    public String everything(Object first, Kwargs rest) {
        return first + " " + rest.asMap();
    }

    public int sum(int... numbers) {
        return IntStream.of(numbers).sum();
    }

    @Attribute
    public @Nullable Object getTarget() {
        return target;
    }

    @Attribute
    public void setTarget(@Nullable Object target) {
        this.target = target;
    }

    @Attribute
    public String version() {
        return "1.0";
    }

    @Attribute
    public String broken() {
        throw new IllegalArgumentException("broken attribute");
    }

    @Oneway
    public void note(String text) {
        notes.add(text);
    }

    @Oneway
    public void spoil() {
        notes.add("spoiled");
        throw new IllegalArgumentException("nobody hears this");
    }

    public String remember(String text) {
        notes.add(text);
        return text;
    }

    public String noted() throws InterruptedException {
        return next(notes);
    }

    public void fail(String text) {
        throw new IllegalArgumentException(text);
    }

    /** Raises what Python calls so. */
    public void failWith(String name, Object... arguments) {
        throw new RemoteCallException(name, Arrays.asList(arguments), Map.of());
    }

    public void failUnknown() {
        throw new OwnException("nobody knows me");
    }

    public void failInIo() {
        throw new UncheckedIOException(new IOException("disk is full"));
    }

    /** Raises an exception of Jyro's own. */
    public void failInJyro(String className, String text) throws ReflectiveOperationException {
        throw Class.forName(className).asSubclass(RuntimeException.class)
                .getConstructor(String.class).newInstance(text);
    }

    public int recurse(int depth) {
        return depth == 0 ? 0 : recurse(depth - 1) + 1;
    }

    public Thread unsendable() {
        return Thread.currentThread();
    }

    public Exception failure(String text) {
        return new IllegalArgumentException(text);
    }

    public Iterator<Integer> count(int n) {
        return IntStream.rangeClosed(1, n).iterator();
    }

    public Stream<Integer> countAsStream(int n) {
        return IntStream.rangeClosed(1, n).boxed().onClose(() -> closed.add("stream"));
    }

    public Iterator<@Nullable Object> items(List<@Nullable Object> values) {
        return values.iterator();
    }

    public Iterator<Integer> stumble(int n) {
        return IntStream.rangeClosed(1, n + 1).mapToObj(i -> {
            if (i > n) {
                throw new IllegalArgumentException("stumbled after " + n);
            }
            return i;
        }).iterator();
    }

    public Iterator<@Nullable String> nothingMuch() {
        return Arrays.<@Nullable String>asList(null, "then this").iterator();
    }

    /** Answers when somebody else calls letGo. */
    public String hold() throws InterruptedException {
        if (!gate.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody let go");
        }
        return "held";
    }

    public void letGo() {
        gate.release();
    }

    public synchronized Child child() {
        if (!childIsRegistered) {
            daemon.register(child);
            childIsRegistered = true;
        }
        return child;
    }

    public Map<String, List<Child>> children() {
        return Map.of("all", List.of(child(), child()));
    }

    /** Calls a method of a proxy that it was given. */
    public @Nullable Object relay(Proxy proxy, String method, Object... arguments) {
        return proxy.call(method, arguments);
    }

    public String where(Proxy proxy) {
        return "Proxy " + proxy.uri();
    }

    public PyroUri ownUri() {
        return daemon.uriFor(this);
    }

    public String correlation() {
        return String.valueOf(CallContext.current().correlationId());
    }

    public Map<String, String> annotations() {
        Map<String, String> texts = new LinkedHashMap<>();
        CallContext.current().annotations()
                .forEach((key, value) -> texts.put(key, new String(value, ISO_8859_1)));
        return texts;
    }

    public void annotate(String key, String text) {
        CallContext.current().responseAnnotations().put(key, text.getBytes(ISO_8859_1));
    }

    public int sequence() {
        return CallContext.current().sequence();
    }

    public void track(String name) {
        CallContext.current().trackResource(() -> closed.add(name));
    }

    public String closed() throws InterruptedException {
        return next(closed);
    }

    @RemoteName("__len__")
    public int length() {
        return 3;
    }

    public List<Object> mixed() {
        return List.of(1, "two", 3.0, List.of("four"), Map.of("five", 5));
    }

    public int number(int number) {
        return number;
    }

    public int sizeOf(byte[] bytes) {
        return bytes.length;
    }

    public byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    public Reading reading() {
        return new Reading(Instant.parse("2024-05-06T07:08:09.123456Z"), 21.5);
    }

    public double celsius(Reading reading) {
        return reading.celsius();
    }

    void hidden() {}

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("nothing came");
        }
        return next;
    }
}
