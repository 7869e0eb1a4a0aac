/**
 * What everyone names: uris, configuration, keyword arguments, markers and exceptions.
 *
 * <p>Knows nothing of sockets or serializers. Read {@link io.jyro.PyroUri} first, then
 * {@link io.jyro.PyroConfig} and {@link io.jyro.Expose}.
 */
@NullMarked
package io.jyro;

import org.jspecify.annotations.NullMarked;
