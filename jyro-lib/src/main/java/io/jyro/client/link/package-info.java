/**
 * The connections of proxies to daemons: finding and opening them, the client's side of the handshake, the choice of a
 * connection for a call, and closing. Does not depend on proxies. Read {@link io.jyro.client.link.DaemonLink} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.client.link;

import org.jspecify.annotations.NullMarked;
