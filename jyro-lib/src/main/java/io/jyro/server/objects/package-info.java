/**
 * The objects that a daemon hosts: their exposed members and their URIs, the instance that serves a call, the order of
 * calls, and failures of user code. Does not depend on connections. Read {@link io.jyro.server.objects.ObjectTable} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.server.objects;

import org.jspecify.annotations.NullMarked;
