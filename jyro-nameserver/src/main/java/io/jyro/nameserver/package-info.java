/**
 * The name server: a directory in which daemons register their objects under names and metadata, and from which
 * proxies look up where an object lives.
 *
 * <p>It is an ordinary Pyro object that an ordinary daemon serves, to Pyro4 and Pyro5 clients on one port. What a name
 * server <em>is to its clients</em> lives in {@code io.jyro.client}; here is the service itself with its stores.
 */
@NullMarked
package io.jyro.nameserver;

import org.jspecify.annotations.NullMarked;
