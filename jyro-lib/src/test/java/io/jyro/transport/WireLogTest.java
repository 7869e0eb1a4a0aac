package io.jyro.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.hostile.LogCapture;
import io.jyro.server.Daemon;
import io.jyro.wire.Bulks;
import io.jyro.wire.Flags;
import io.jyro.wire.Header;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log says of messages when LOGWIRE is set. */
class WireLogTest {
    private final LogCapture captured = new LogCapture();
    private final Connection connection = Connection.over(Link.inProcess().one());
    private final WireLog log = wanted();

    private static WireLog wanted() {
        WireLog log = WireLog.of(PyroConfig.defaults().toBuilder().logWire(true).build(),
                "daemon");
        if (log == null) {
            throw new AssertionError("LOGWIRE is set");
        }
        return log;
    }

    @AfterEach
    void close() {
        captured.close();
    }

    private static MessageWriter writer(Dialect dialect) {
        return new MessageWriter(dialect, WireLimits.NONE, null, false);
    }

    private static void write(MessageWriter writer, int sequence, byte[] payload) {
        writer.begin(MessageType.INVOKE, sequence, 2, UUID.randomUUID(),
                Map.of("ABCD", new byte[]{1, 2})).put(payload);
        writer.end(Flags.ONEWAY);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void nothingIsLoggedUnlessItIsAskedFor() {
        assertThat(WireLog.of(PyroConfig.defaults(), "daemon")).isNull();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageThatCameIsOneLine(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        write(writer, 7, ascii("it's\r\nhere"));
        byte[] bytes = writer.output().array();
        Header header = Header.parse(dialect, bytes, 0);

        log.received(Message.parse(header, bytes, Header.size(dialect), Bulks.NONE,
                WireLimits.NONE, null), connection);

        assertThat(captured.lines()).singleElement().asString()
                .startsWith("DEBUG daemon wiredata received from in-process link: protocol="
                        + dialect.version() + " msgtype=4 flags=0x")
                .endsWith(" ser=2 seq=7 data=b'it\\'s\\r\\nhere'");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void messagesThatLeaveTogetherAreALineEach(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        write(writer, 1, ascii("one"));
        write(writer, 2, new byte[]{0, (byte) 0xff});

        log.sent(writer.output(), connection);

        assertThat(captured.lines()).satisfiesExactly(
                first -> assertThat(first).contains("sending to in-process link: ")
                        .endsWith("seq=1 data=b'one'"),
                second -> assertThat(second).endsWith("seq=2 data=b'\\x00\\xff'"));
    }

    @Test
    void ofALargePayloadTheBeginningIsLogged() {
        MessageWriter writer = writer(Dialect.V502);
        writer.begin(MessageType.RESULT, 1, 2, null, Map.of())
                .putStable(ByteBuffer.wrap(ascii("a".repeat(1_000_000))));
        writer.end(0);
        write(writer, 2, ascii("behind"));

        log.sent(writer.output(), connection);

        assertThat(captured.lines()).satisfiesExactly(
                first -> assertThat(first)
                        .endsWith("data=b'" + "a".repeat(1000) + "'... (1000000 bytes)"),
                second -> assertThat(second).endsWith("seq=2 data=b'behind'"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothEndsLogWhatTheySendAndReceiveIfTheyAreToldTo(boolean told) {
        PyroConfig config = PyroConfig.defaults().toBuilder().logWire(told).build();
        try (Loopback loopback = new Loopback(Daemon.builder().config(config));
                Proxy proxy = Proxy.builder(loopback.daemon().uriFor("Pyro.Daemon"))
                        .config(config).build()) {
            proxy.call("ping");
        }

        for (String line : List.of("proxy wiredata sending to", "daemon wiredata received from",
                "daemon wiredata sending to", "proxy wiredata received from")) {
            assertThat(captured.lines().stream().anyMatch(next -> next.contains(line)))
                    .as(line).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whatAHandshakeHoldsIsNotLogged(Protocol protocol) {
        PyroConfig config = PyroConfig.defaults().toBuilder().logWire(true).build();
        try (Loopback loopback = new Loopback(Daemon.builder().config(config)
                .handshake((client, data) -> "answer-" + data));
                Proxy proxy = Proxy.builder(loopback.daemon().uriFor("Pyro.Daemon"))
                        .config(config).protocol(protocol).handshake("swordfish").build()) {
            proxy.call("ping");
        }

        assertThat(captured.lines()).noneMatch(line -> line.contains("swordfish"))
                .filteredOn(line -> line.contains("data=handshake, not logged (")).hasSize(4);
    }

    @Test
    void nothingIsLoggedAboveDebugLevel() {
        Logger logger = (Logger) LoggerFactory.getLogger(WireLog.class);
        logger.setLevel(Level.INFO);
        try {
            MessageWriter writer = writer(Dialect.V502);
            write(writer, 1, ascii("quiet"));

            log.sent(writer.output(), connection);

            assertThat(captured.lines()).isEmpty();
        } finally {
            logger.setLevel(null);
        }
    }
}
