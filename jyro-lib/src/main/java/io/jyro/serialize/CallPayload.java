package io.jyro.serialize;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The content of an INVOKE's payload: object, method and arguments.
 *
 * @param kwargs keyword arguments; null is Python's None, which attribute access and batches send
 * @see "docs/protocol.md, 3.1 INVOKE payload"
 */
public record CallPayload(String objectId, String method, List<@Nullable Object> args,
        @Nullable Map<String, @Nullable Object> kwargs) {}
