package io.jyro.benchmarks.codec;

import java.util.Objects;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;

/** A codec of Jyro, used as in a connection: with one buffer and one table of names for all values. */
final class JyroFormat implements Format {
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(),
            Dialect.V502, TypeRegistry.standard());
    private final ByteOutput out = new ByteOutput(1024);
    private final Codec codec;

    JyroFormat(Serializer serializer) {
        codec = Codecs.of(serializer);
    }

    @Override
    public int write(Object value) {
        out.position(0);
        codec.write(value, out, context);
        return out.position();
    }

    @Override
    public byte[] bytes() {
        return out.array();
    }

    @Override
    public Object read(byte[] bytes, int length) {
        return Objects.requireNonNull(codec.read(bytes, 0, length, context));
    }
}
