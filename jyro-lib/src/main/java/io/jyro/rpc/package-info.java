/**
 * What a call and its reply are, shared by both ends: the context around a call, handshake, metadata, batches, streams
 * and the names that every daemon knows. Knows nothing of who is client or server. Read {@link io.jyro.rpc.CallContext}
 * first.
 *
 * <p>{@code CallContext}, {@code Peer}, {@code Metadata} and {@code BatchResult} are for users; the rest may change.
 */
@NullMarked
package io.jyro.rpc;

import org.jspecify.annotations.NullMarked;
