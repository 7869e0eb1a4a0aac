/**
 * Connected byte channels: listening, connecting, timeouts, and waiting for many silent ones. Only this package and the
 * two inside it use sockets and turn an {@code IOException} into one of Jyro's exceptions; they do not depend on calls.
 * Read {@link io.jyro.transport.Connection} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.transport;

import org.jspecify.annotations.NullMarked;
