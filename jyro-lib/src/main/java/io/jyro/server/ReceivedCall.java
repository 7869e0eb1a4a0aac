package io.jyro.server;

import io.jyro.serialize.CallPayload;
import io.jyro.serialize.DecodeBudget;

/**
 * A call that a client has sent.
 *
 * @param isBatch whether its arguments are calls themselves
 * @param budget of its payload, with which converting the arguments to the types of parameters goes on
 */
record ReceivedCall(CallPayload payload, boolean isBatch, DecodeBudget budget) {}
