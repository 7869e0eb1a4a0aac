/**
 * Whole messages over connections of any kind: reading and writing them within their timeouts, and the memory that they
 * use. Read {@link io.jyro.transport.message.MessageChannel} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.transport.message;

import org.jspecify.annotations.NullMarked;
