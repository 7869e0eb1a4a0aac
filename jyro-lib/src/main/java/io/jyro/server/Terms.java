package io.jyro.server;

import io.jyro.rpc.Agreement;
import io.jyro.serialize.CodecContext;

/**
 * What is settled with a client before its first request.
 *
 * @param context for its values; it tells the dialect
 * @param agreement what goes beyond Pyro
 */
record Terms(CodecContext context, Agreement agreement) implements Opening.Outcome {}
