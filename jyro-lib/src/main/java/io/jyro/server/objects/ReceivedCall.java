package io.jyro.server.objects;

import io.jyro.serialize.CallPayload;
import io.jyro.serialize.DecodeBudget;

/**
 * A call that a client has sent.
 *
 * @param isBatch whether its arguments are calls themselves
 * @param budget the decode budget of its payload, which the conversion of the arguments to the parameter types
 * continues to use
 */
public record ReceivedCall(CallPayload payload, boolean isBatch, DecodeBudget budget) {}
