/**
 * The parts of a call and its reply that client and server share: the context of a call, handshake, metadata, batches,
 * streams and the names that every daemon knows. Independent of both client and server. Read
 * {@link io.jyro.rpc.CallContext} first.
 *
 * <p>{@code CallContext}, {@code Peer}, {@code Metadata} and {@code BatchResult} are for users; the rest may change.
 */
@NullMarked
package io.jyro.rpc;

import org.jspecify.annotations.NullMarked;
