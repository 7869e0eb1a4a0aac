/**
 * Calls remote objects: proxies, typed views, batches, remote iterators, and finding objects by name. Independent of
 * {@code server}. Read {@link io.jyro.client.Proxy} first; a call goes from there through {@code DaemonConnection} to
 * the wire.
 */
@NullMarked
package io.jyro.client;

import org.jspecify.annotations.NullMarked;
