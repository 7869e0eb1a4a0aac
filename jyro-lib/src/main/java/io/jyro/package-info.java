/**
 * The types that all users of Jyro need: uris, configuration, keyword arguments, annotations and
 * exceptions.
 *
 * <p>Independent of sockets and serializers. Read {@link io.jyro.PyroUri} first, then
 * {@link io.jyro.PyroConfig} and {@link io.jyro.Expose}.
 */
@NullMarked
package io.jyro;

import org.jspecify.annotations.NullMarked;
