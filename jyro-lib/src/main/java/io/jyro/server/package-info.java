/**
 * Hosts objects: the daemon, its endpoints and the connections of its clients, handshake, requests and replies. The
 * objects are in {@code server.objects}, the threads and streams of their calls in {@code server.calls}. Of
 * {@code client}, only {@code Proxy} and {@code NameServer} are used. Read {@link io.jyro.server.Daemon} first; the
 * path of a request begins in {@code ClientConnection}.
 */
@NullMarked
package io.jyro.server;

import org.jspecify.annotations.NullMarked;
