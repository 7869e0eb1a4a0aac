package io.jyro.server;

import io.jyro.rpc.Agreement;
import io.jyro.serialize.CodecContext;

/**
 * The result of opening the connection of a client.
 *
 * @param context the context for its values, which includes the dialect
 * @param agreement the agreed extensions of Pyro's protocol
 */
record Negotiated(CodecContext context, Agreement agreement) implements Opening.Outcome {}
