/**
 * Hosts objects: the daemon, the exposed members of objects, instance modes, streams, and the dispatch of calls. Of
 * {@code client}, only {@code Proxy} and {@code NameServer} are used. Read {@link io.jyro.server.Daemon} first; the
 * path of a request begins in {@code ClientConnection}.
 */
@NullMarked
package io.jyro.server;

import org.jspecify.annotations.NullMarked;
