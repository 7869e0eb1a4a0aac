package io.jyro.benchmarks.codec;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.wire.Bulks;
import io.jyro.wire.Header;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parts of a message other than the payload: header and correlation id, written and read. The payload has 71 bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class MessageBenchmark {
    private static final UUID CORRELATION_ID = new UUID(0x0123456789abcdefL, 0x8123456789abcdefL);

    /** The protocol. */
    @Param({"V48", "V502"})
    public Dialect dialect = Dialect.V502;

    private final byte[] payload = new byte[71];
    private MessageWriter writer = newWriter();
    private byte[] written = {};

    /** Writes the message once. */
    @Setup
    public void write() {
        writer = newWriter();
        build();
        written = writer.output().array().clone();
    }

    /** Writes a whole message into a reused buffer. */
    @Benchmark
    public int build() {
        writer.clear();
        writer.begin(MessageType.INVOKE, 1, Serializer.SERPENT.id(dialect), CORRELATION_ID,
                Map.of()).put(payload);
        writer.end(0);
        return writer.output().position();
    }

    /** Parses and checks the header and annotations of a received message; the payload is not read. */
    @Benchmark
    public Message parse() {
        Header header = Header.parse(Header.dialectOf(written, 0), written, 0);
        return Message.parse(header, written, Header.size(dialect), Bulks.NONE, WireLimits.NONE,
                null);
    }

    private MessageWriter newWriter() {
        return new MessageWriter(dialect, WireLimits.NONE, null, false);
    }
}
