/**
 * Connected byte channels and the messages that go over them: listening, connecting, timeouts. Here, and only here,
 * sockets are touched and {@code IOException} becomes one of Jyro's exceptions. Knows nothing of what a call is. Read
 * {@link io.jyro.transport.MessageChannel} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.transport;

import org.jspecify.annotations.NullMarked;
