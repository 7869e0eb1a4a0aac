/**
 * The exchange of requests and replies over one connection to a daemon: calls in flight, callers that take turns at
 * reading, futures, and lost or late replies. Does not depend on proxies, nor on how connections are found and opened.
 * Read {@link io.jyro.client.exchange.Exchange} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.client.exchange;

import org.jspecify.annotations.NullMarked;
