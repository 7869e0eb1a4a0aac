/**
 * Hosting objects: the daemon, what of an object can be reached, instance modes, streams, the dispatch of calls. Knows
 * nothing of {@code client} but {@code Proxy} and {@code NameServer}. Read {@link io.jyro.server.Daemon} first; a
 * request's way begins in {@code ClientConnection}.
 */
@NullMarked
package io.jyro.server;

import org.jspecify.annotations.NullMarked;
