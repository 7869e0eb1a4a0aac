/**
 * The name server: a directory in which daemons register their objects under names and metadata, and in which proxies
 * look up where an object is.
 *
 * <p>It is an ordinary Pyro object that an ordinary daemon serves, to Pyro4 and Pyro5 clients on one port. The client
 * side of a name server is in {@code io.jyro.client}; this package is the service itself with its stores.
 */
@NullMarked
package io.jyro.nameserver;

import org.jspecify.annotations.NullMarked;
