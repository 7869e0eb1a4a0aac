package io.jyro.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * The call of the echo comparison, and the sizes of its two messages.
 *
 * @param requestBytes header and payload of the call
 * @param replyBytes header, the correlation id that a daemon adds, and payload of the result
 */
record EchoMessages(int requestBytes, int replyBytes) {
    static final String OBJECT_ID = "demo.echo";
    static final String METHOD = "echo";
    static final String TEXT = "sixteen letters.";

    static EchoMessages of(Dialect dialect) {
        CodecContext context = CodecContext.of(PyroConfig.defaults(), dialect,
                TypeRegistry.standard());
        Codec codec = Codecs.of(Serializer.SERPENT);
        CallPayload call = new CallPayload(OBJECT_ID, METHOD, List.of(TEXT), Map.of());
        return new EchoMessages(
                size(MessageType.INVOKE, null, context,
                        out -> codec.writeCall(call, out, context)),
                size(MessageType.RESULT, new UUID(1, 2), context,
                        out -> codec.write(TEXT, out, context)));
    }

    private static int size(MessageType type, @Nullable UUID correlationId, CodecContext context,
            Payload payload) {
        MessageWriter writer = new MessageWriter(context.dialect(), WireLimits.NONE, null, false);
        payload.write(writer.begin(type, 0, Serializer.SERPENT.id(context.dialect()),
                correlationId, Map.of()));
        writer.end(0);
        return writer.output().position();
    }

    private interface Payload {
        void write(ByteOutput out);
    }
}
