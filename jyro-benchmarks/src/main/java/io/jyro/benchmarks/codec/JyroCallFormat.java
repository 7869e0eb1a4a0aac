package io.jyro.benchmarks.codec;

import java.util.List;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;

/** A codec of Jyro for calls, which are given as a list of object, method, arguments and keyword arguments. */
final class JyroCallFormat implements Format {
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(),
            Dialect.V502, TypeRegistry.standard());
    private final ByteOutput out = new ByteOutput(1024);
    private final Codec codec;

    JyroCallFormat(Serializer serializer) {
        codec = Codecs.of(serializer);
    }

    @Override
    @SuppressWarnings("unchecked") // a call has these four parts
    public int write(Object value) {
        List<Object> parts = (List<Object>) value;
        out.position(0);
        codec.writeCall(new CallPayload((String) parts.get(0), (String) parts.get(1),
                (List<Object>) parts.get(2), (Map<String, Object>) parts.get(3)), out, context);
        return out.position();
    }

    @Override
    public byte[] bytes() {
        return out.array();
    }

    @Override
    public CallPayload read(byte[] bytes, int length) {
        return codec.readCall(bytes, 0, length, context);
    }
}
