/**
 * Connected byte channels and the messages that go over them: listening, connecting, timeouts. Only this package
 * touches sockets and turns an {@code IOException} into one of Jyro's exceptions. It does not know what a call is. Read
 * {@link io.jyro.transport.MessageChannel} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.transport;

import org.jspecify.annotations.NullMarked;
