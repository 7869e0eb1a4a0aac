/**
 * Connections that speak TLS over other connections. Read {@link io.jyro.transport.tls.TlsConnection} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.transport.tls;

import org.jspecify.annotations.NullMarked;
