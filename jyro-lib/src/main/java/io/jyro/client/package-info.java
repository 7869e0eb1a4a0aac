/**
 * Calls remote objects: proxies, typed views, batches, remote iterators, and finding objects by name. Independent of
 * {@code server}. Read {@link io.jyro.client.Proxy} first; a call goes from there to the connections in
 * {@code client.link}, which exchange messages with a daemon by {@code client.exchange}.
 */
@NullMarked
package io.jyro.client;

import org.jspecify.annotations.NullMarked;
