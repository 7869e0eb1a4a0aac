package io.jyro.benchmarks.codec;

import java.io.IOException;
import java.util.List;
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

/** A call with one short text as its argument: object, method, arguments, keyword arguments. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class SmallCallBenchmark {
    /** The name of the format. */
    @Param({"jyro-serpent", "jyro-marshal", "jyro-json", "jyro-msgpack", "jyro-pickle",
            "razorvine-serpent", "razorvine-pickle", "jackson", "java"})
    public String format = "";

    private final List<Object> call = Values.smallCall();
    private Written written = Written.NOTHING;

    /** Writes the call once. */
    @Setup
    public void write() throws IOException {
        written = Written.by(Formats.forCalls(format), call);
    }

    /** Encodes the value. */
    @Benchmark
    public int encode() throws IOException {
        return written.format().write(call);
    }

    /** Decodes the bytes. */
    @Benchmark
    public Object decode() throws IOException, ClassNotFoundException {
        return written.read();
    }
}
