package io.jyro.hostile;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages of Python's, damaged at random and sent to a daemon: it answers or closes the connection, nothing is uncaught,
 * no stack overflows, and it finds no fault with itself.
 */
@Timeout(600)
class DamagedMessagesTest extends AgainstADaemon {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int PAYLOADS = Extent.of(8_000, 225_000);
    private static final int MESSAGES = Extent.of(500, 9_250);
    private static final int ONEWAY = 0x04;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private Thread.UncaughtExceptionHandler before = (thread, thrown) -> {};

    @BeforeAll
    void registerWhatPythonCalled() {
        daemon.register(new Echo(), "test.echo");
    }

    @BeforeEach
    void listen() {
        Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
        before = usual == null ? before : usual;
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    }

    @AfterEach
    void nothingIsUncaughtOrOverflows() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertThat(uncaught).as("seed " + SEED).isEmpty();
        assertThat(log.lines()).as("seed " + SEED)
                .noneMatch(line -> line.contains("StackOverflow") || line.contains("OutOfMemory"));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDamagedPayloadIsAnsweredOrEndsItsConnection(Dialect dialect) throws IOException {
        Random random = new Random(SEED);
        List<RawMessage> captured = captured(dialect);
        Socket client = welcomedSocket(dialect);
        try {
            for (int i = 0; i < PAYLOADS; i++) {
                RawMessage message = captured.get(random.nextInt(captured.size()));
                byte[] request = RawMessage.of(dialect, MessageType.INVOKE)
                        .serializer(message.serializer()).flags(message.flags() & ~ONEWAY)
                        .annotationBytes(message.annotations())
                        .payload(damaged(message.payload(), random)).bytes();
                if (!isAnswered(client, request)) {
                    client.close();
                    client = welcomedSocket(dialect);
                }
                if (i % 1_000 == 0) {
                    assertThat(log.errors()).as("seed " + SEED).isEmpty();
                    log.clear();
                }
            }
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDamagedMessageIsAnsweredOrEndsItsConnection(Dialect dialect) throws IOException {
        Random random = new Random(SEED);
        List<RawMessage> captured = captured(dialect);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = damaged(captured.get(random.nextInt(captured.size())).bytes(), random);
            try (Socket client = i % 2 == 0 ? socket() : welcomedSocket(dialect)) {
                client.getOutputStream().write(bytes);
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (SocketException e) {
                // a reset is an end, too
            }
        }
        assertThat(log.errors()).as("seed " + SEED).isEmpty();
    }

    /** Changes, takes away, inserts or repeats bytes at some places. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] all = bytes.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && all.length > 0; times--) {
            int at = random.nextInt(all.length);
            int length = Math.min(1 + random.nextInt(8), all.length - at);
            byte[] head = Arrays.copyOf(all, at);
            byte[] piece = Arrays.copyOfRange(all, at, at + length);
            byte[] tail = Arrays.copyOfRange(all, at + length, all.length);
            switch (random.nextInt(6)) {
                case 0 -> all[at] = (byte) random.nextInt();
                case 1 -> all[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> all = Hostile.joined(head, tail);
                case 3 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    all = Hostile.joined(head, noise, piece, tail);
                }
                case 4 -> all = Hostile.joined(head,
                        Hostile.repeated(new byte[0], piece, 1 + random.nextInt(20), new byte[0]),
                        tail);
                default -> all = head;
            }
        }
        return all;
    }

    /** False if the connection was closed instead. */
    private static boolean isAnswered(Socket client, byte[] request) throws IOException {
        try {
            client.getOutputStream().write(request);
            RawMessage reply = RawMessage.read(client.getInputStream());
            assertThat(new String(reply.payload(), StandardCharsets.ISO_8859_1)).as("seed " + SEED)
                    .doesNotContain("StackOverflow", "RecursionError", "OutOfMemory",
                            "MemoryError");
            return true;
        } catch (EOFException | SocketException e) {
            return false;
        }
    }

    private Socket welcomedSocket(Dialect dialect) throws IOException {
        Socket client = socket();
        client.getOutputStream().write(RawMessage.connect(dialect, "echo").bytes());
        assertThat(RawMessage.read(client.getInputStream()).type())
                .isEqualTo(MessageType.CONNECTOK.code());
        return client;
    }

    private Socket socket() throws IOException {
        Socket client = new Socket("localhost", daemon.port());
        client.setSoTimeout(PATIENCE_MILLIS);
        client.setTcpNoDelay(true);
        return client;
    }

    private static List<RawMessage> captured(Dialect dialect) throws IOException {
        List<RawMessage> all = new ArrayList<>();
        String file = "/vectors/v" + dialect.version() + "-messages.json";
        try (InputStream in = DamagedMessagesTest.class.getResourceAsStream(file)) {
            for (JsonNode node : new ObjectMapper().readTree(in).get("vectors")) {
                all.add(RawMessage.read(new ByteArrayInputStream(
                        HexFormat.of().parseHex(node.get("hex").asText()))));
            }
        }
        return all;
    }
}
