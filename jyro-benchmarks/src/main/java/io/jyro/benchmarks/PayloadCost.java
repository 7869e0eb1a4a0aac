package io.jyro.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Objects;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.attacks.Attack;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;

/**
 * The processor time of one payload.
 *
 * @param nanos processor time for reading it, and unless it is refused for converting it to the declared type, and for
 *         hashing, comparing, printing and echoing its value
 */
record PayloadCost(long nanos, boolean isRefused) {
    private static final TypeRegistry TYPES = TypeRegistry.standard();

    /** Returns the fastest of several rounds, since the first ones run code that is not compiled yet. */
    static PayloadCost fastest(Attack attack, int rounds) {
        PayloadCost fastest = measured(attack);
        for (int round = 1; round < rounds; round++) {
            PayloadCost next = measured(attack);
            fastest = next.nanos < fastest.nanos ? next : fastest;
        }
        return fastest;
    }

    private static PayloadCost measured(Attack attack) {
        Codec codec = Codecs.of(attack.serializer());
        Binding declared = Bindings.of(attack.declared());
        Payload payload = Payload.of(attack.payload(), 0, attack.payload().length);
        CodecContext context = context();
        long begin = processorTime();
        Object value;
        try {
            DecodeBudget budget = context.budget(payload);
            value = codec.read(payload, context, budget);
            declared.bind(value, budget);
        } catch (SerializationException refused) {
            return new PayloadCost(processorTime() - begin, true);
        }
        long read = processorTime() - begin;
        Object same = codec.read(payload, context());
        begin = processorTime();
        boolean used = Objects.hashCode(value) == Objects.hashCode(same)
                | Objects.equals(value, same) | String.valueOf(value).isEmpty();
        try {
            codec.write(value, new ByteOutput(0), context());
        } catch (SerializationException notWritable) { // for example keys that only a reader accepts
            used = !used;
        }
        return new PayloadCost(read + processorTime() - begin, false);
    }

    private static CodecContext context() {
        return CodecContext.of(PyroConfig.defaults(), Dialect.V48, TYPES);
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    double millis() {
        return nanos / 1e6;
    }
}
