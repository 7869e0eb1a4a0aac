package io.jyro.server;

import java.util.List;
import java.util.Map;

import io.jyro.serialize.DecodeBudget;

/**
 * The arguments of one call, as its payload has them.
 *
 * @param budget of the payload, with which converting them to the types of parameters goes on
 */
record Arguments(List<?> args, Map<String, ?> kwargs, DecodeBudget budget) {}
