package io.jyro.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import io.jyro.Dialect;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Plays one side of a connection, message by message or byte by byte, in whatever way a test wants it to misbehave. As a
 * client it does each step at once, on the test's thread; as a daemon it does the steps in order on a thread of its own,
 * and {@link #close} reports if one of them did not come true.
 */
public final class ScriptedPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private interface Step {
        void run() throws IOException;
    }

    private final @Nullable ServerSocket server;
    private final @Nullable ExecutorService script;
    private @Nullable Future<?> lastStep;
    private @Nullable Socket socket;
    private volatile @Nullable RawMessage received;
    private boolean byteByByte;

    private ScriptedPeer(@Nullable ServerSocket server) {
        this.server = server;
        script = server == null
                ? null
                : Executors.newSingleThreadExecutor(Thread.ofVirtual().name("script").factory());
    }

    /** A daemon on a free port of the loopback address. */
    public static ScriptedPeer daemon() {
        try {
            ServerSocket server = FreshPort.listen(50);
            server.setSoTimeout(PATIENCE_MILLIS);
            return new ScriptedPeer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that is connected to a port of this machine. */
    public static ScriptedPeer client(int port) {
        ScriptedPeer peer = new ScriptedPeer(null);
        return peer.step(() -> {
            Socket connected = new Socket();
            connected.connect(new InetSocketAddress("localhost", port), PATIENCE_MILLIS);
            peer.use(connected);
        });
    }

    /** A client that has shaken hands with the daemon on a port and is bound to an object. */
    public static ScriptedPeer welcomed(Dialect dialect, int port, String objectId) {
        return client(port).send(RawMessage.connect(dialect, objectId))
                .expect(MessageType.CONNECTOK);
    }

    /** Where clients of the daemon find an object. */
    public String uri(String objectId) {
        return "PYRO:" + objectId + "@localhost:" + port();
    }

    /** The port that the daemon listens on. */
    public int port() {
        return Objects.requireNonNull(server).getLocalPort();
    }

    /** As daemon: leaves the client it has, and takes the next one. */
    public ScriptedPeer nextClient() {
        return step(() -> use(Objects.requireNonNull(server).accept()));
    }

    /** Reads the next message, which has to be of a type. Pings before it are answered, as every daemon does. */
    public ScriptedPeer expect(MessageType type) {
        return step(() -> {
            RawMessage message = RawMessage.read(in());
            while (message.type() == MessageType.PING.code() && type != MessageType.PING) {
                socket().getOutputStream().write(RawMessage.of(message.dialect(), MessageType.PING)
                        .sequence(message.sequence()).serializer(message.serializer()).bytes());
                message = RawMessage.read(in());
            }
            if (message.type() != type.code()) {
                throw new AssertionError("expected " + type + " but got " + message.type() + ": "
                        + message.text());
            }
            received = message;
        });
    }

    /** Makes sure that nothing comes for a while. */
    public ScriptedPeer expectNothing(Duration forSoLong) {
        return step(() -> {
            Socket quiet = socket();
            quiet.setSoTimeout((int) forSoLong.toMillis());
            try {
                throw new AssertionError("expected nothing but got " + in().read());
            } catch (SocketTimeoutException e) {
                quiet.setSoTimeout(PATIENCE_MILLIS);
            }
        });
    }

    /** Reads to the end of what the other side sends, which has to come at once: it closed the connection. */
    public ScriptedPeer expectClosed() {
        return step(() -> {
            byte[] more;
            try {
                more = in().readAllBytes();
            } catch (SocketException e) {
                return; // a reset is an end, too
            }
            if (more.length > 0) {
                throw new AssertionError("expected the end but got " + Arrays.toString(more));
            }
        });
    }

    /** Sends a message. */
    public ScriptedPeer send(RawMessage message) {
        return send(message.bytes());
    }

    /** Sends bytes. */
    public ScriptedPeer send(byte[] bytes) {
        return step(() -> {
            OutputStream out = socket().getOutputStream();
            if (byteByByte) {
                for (byte b : bytes) {
                    out.write(b);
                }
            } else {
                out.write(bytes);
            }
        });
    }

    /** Sends text. */
    public ScriptedPeer send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Answers what was received last with a message whose payload is serpent. */
    public ScriptedPeer reply(MessageType type, String serpent) {
        return reply(type, message -> message.serpent(serpent));
    }

    /** Answers what was received last with a message that is changed before it goes out. */
    public ScriptedPeer reply(MessageType type, UnaryOperator<RawMessage> change) {
        return step(() -> {
            RawMessage request = received();
            byte[] bytes = change.apply(RawMessage.of(request.dialect(), type)
                    .sequence(request.sequence()).serializer(request.serializer())).bytes();
            OutputStream out = socket().getOutputStream();
            for (int i = 0; i < bytes.length; i += byteByByte ? 1 : bytes.length) {
                out.write(bytes, i, byteByByte ? 1 : bytes.length);
            }
        });
    }

    /** As daemon: takes the next client and welcomes it to an object with some methods. */
    public ScriptedPeer welcome(String... methods) {
        return nextClient().expect(MessageType.CONNECT).step(() -> {
            String names = "['" + String.join("','", methods) + "']";
            RawMessage connect = received();
            socket().getOutputStream().write(RawMessage.of(connect.dialect(), MessageType.CONNECTOK)
                    .sequence(connect.sequence())
                    .flags(connect.dialect() == Dialect.V48 ? 0x10 : 0)
                    .serpent("{'handshake':'hello','meta':{'methods':" + names
                            + ",'oneway':[],'attrs':[]}}")
                    .bytes());
        });
    }

    /** As daemon: takes the next client, which has to begin in a dialect, and refuses it in the other. */
    public ScriptedPeer speakOnly(Dialect dialect) {
        return nextClient().expect(MessageType.CONNECT).step(() -> {
            if (received().dialect() == dialect) {
                throw new AssertionError("it began in " + dialect + " already");
            }
            String text = dialect == Dialect.V48
                    ? "invalid data or unsupported protocol version"
                    : "invalid protocol version: 48";
            socket().getOutputStream().write(RawMessage.of(dialect, MessageType.CONNECTFAIL)
                    .serializer(dialect == Dialect.V48 ? 3 : 2).payload(marshal(text)).bytes());
        }).thenClose();
    }

    /** From now on each byte is written by itself. */
    public ScriptedPeer byteByByte() {
        return step(() -> byteByByte = true);
    }

    /** Waits for something else to happen before the next step. */
    public ScriptedPeer await(CountDownLatch event) {
        return step(() -> {
            try {
                if (!event.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("what was waited for did not happen");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Lets others know that the script is here. */
    public ScriptedPeer tell(CountDownLatch event) {
        return step(event::countDown);
    }

    /** Says that nothing more will be sent; reading goes on. */
    public ScriptedPeer closeOutput() {
        return step(() -> socket().shutdownOutput());
    }

    /** Closes the connection. */
    public ScriptedPeer thenClose() {
        return step(() -> socket().close());
    }

    /** Closes the connection with a reset. */
    public ScriptedPeer thenReset() {
        return step(() -> {
            socket().setSoLinger(true, 0);
            socket().close();
        });
    }

    /** What was read last. */
    public RawMessage received() {
        return Objects.requireNonNull(received, "nothing was received");
    }

    /** A short ASCII text in marshal. */
    public static byte[] marshal(String text) {
        byte[] bytes = new byte[text.length() + 2];
        bytes[0] = (byte) 0xfa;
        bytes[1] = (byte) text.length();
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, text.length());
        return bytes;
    }

    /** Ends it; as daemon, waits until the script is played to its end, and fails if it did not come true. */
    @Override
    public void close() {
        try {
            finish();
        } finally {
            closeQuietly(socket);
            closeQuietly(server);
            if (script != null) {
                script.shutdownNow();
            }
        }
    }

    private void finish() {
        if (lastStep == null) {
            return;
        }
        try {
            lastStep.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the script did not come true: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the script was not played to its end", e);
        }
    }

    private ScriptedPeer step(Step step) {
        if (script == null) {
            try {
                step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }
        Future<?> before = lastStep;
        lastStep = script.submit(() -> {
            if (before != null) {
                before.get(); // a step that failed ends the script
            }
            step.run();
            return null;
        });
        return this;
    }

    private void use(Socket connected) throws IOException {
        closeQuietly(socket);
        connected.setSoTimeout(PATIENCE_MILLIS);
        connected.setTcpNoDelay(true);
        socket = connected;
    }

    private Socket socket() {
        return Objects.requireNonNull(socket, "not connected");
    }

    private InputStream in() throws IOException {
        return socket().getInputStream();
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
