package io.jyro.server;

import io.jyro.rpc.Capabilities;
import io.jyro.serialize.CodecContext;

/**
 * The result of opening the connection of a client.
 *
 * @param context the context for its values, which includes the dialect
 * @param capabilities the agreed extensions of Pyro's protocol
 */
record Negotiated(CodecContext context, Capabilities capabilities) {}
