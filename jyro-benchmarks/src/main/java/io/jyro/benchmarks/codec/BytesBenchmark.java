package io.jyro.benchmarks.codec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

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

/** Bytes as one value, in all formats that support them, and a plain copy for comparison. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class BytesBenchmark {
    /** The name of the format. */
    @Param({"arraycopy", "jyro-serpent", "jyro-marshal", "jyro-msgpack", "jyro-pickle",
            "razorvine-serpent", "razorvine-pickle", "jackson", "java"})
    public String format = "";

    /** The number of bytes. */
    @Param({"1000000", "100000000"})
    public int length = 1;

    private byte[] bytes = {};
    private Written written = Written.NOTHING;

    /** Writes the bytes once. */
    @Setup
    public void write() throws IOException {
        bytes = Values.bytes(length);
        written = Written.by(Formats.named(format), bytes);
    }

    /** Encodes the value. */
    @Benchmark
    public int encode() throws IOException {
        return written.format().write(bytes);
    }

    /** Decodes the bytes. */
    @Benchmark
    public Object decode() throws IOException, ClassNotFoundException {
        return written.read();
    }
}
