/**
 * Tests against real Pyro4 and Pyro5, in both directions. The Python peers are processes that run in the environments
 * which {@code scripts/python-peers} prepares; a test whose peer cannot be started fails with the reason.
 */
@NullMarked
package io.jyro.interop;

import org.jspecify.annotations.NullMarked;
