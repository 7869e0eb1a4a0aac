package io.jyro.server.objects;

import java.util.List;
import java.util.Map;

import io.jyro.serialize.DecodeBudget;

/**
 * The decoded arguments of one call.
 *
 * @param budget the decode budget of the payload, which their conversion to the parameter types continues to use
 */
record Arguments(List<?> args, Map<String, ?> kwargs, DecodeBudget budget) {}
