package io.jyro.client.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ObjIntConsumer;

import io.jyro.ProtocolException;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the reply to one call.
 *
 * @param call the call that it answers, for messages
 * @param format the codec of the request
 * @param context for one thread at a time
 * @param hook called with the annotations of the reply; may be null
 */
public record ReplyDecoder(CallPayload call, Codec format, CodecContext context,
        @Nullable ObjIntConsumer<Map<String, byte[]>> hook) {

    /**
     * Checks that a message is a valid reply.
     *
     * @throws ProtocolException if it is not; the connection is then unusable
     */
    void check(Message reply) {
        if (reply.dialect() != context.dialect()) {
            throw new ProtocolException(
                    "reply of protocol " + reply.dialect().version() + " on a connection of "
                            + context.dialect().version());
        }
        if (reply.type() != MessageType.RESULT) {
            throw new ProtocolException(
                    "invalid msg type " + reply.type().code() + " received (expected: 5)");
        }
        if (reply.serializerId() != format.serializer().id(context.dialect())) {
            throw new ProtocolException("invalid serializer in response: " + reply.serializerId());
        }
    }

    /**
     * Decodes a checked reply: its value, or the exception that it carries. Its annotations are stored in the context
     * of the calling thread.
     */
    Reply decode(Message reply) {
        Map<String, byte[]> annotations = reply.annotations();
        CallContextAccess.replied(CallContext.current(), annotations);
        if (hook != null && !annotations.isEmpty()) {
            hook.accept(annotations, MessageType.RESULT.code());
        }
        if (reply.has(Flags.ITEM_STREAM_RESULT)) {
            byte[] id = reply.annotation(WireNames.STREAM_ANNOTATION);
            return new Reply.Stream(id == null ? null : new String(id, StandardCharsets.US_ASCII));
        }
        DecodeBudget budget = context.budget(reply.payload());
        return new Reply.Value(format.read(reply.payload(), context, budget), budget);
    }
}
