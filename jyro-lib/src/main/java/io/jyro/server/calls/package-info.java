/**
 * The threads on which served calls run, the hand-over of reading while a call lasts, the item streams that calls
 * return, and the cleanup after calls. Does not depend on connections. Read {@link io.jyro.server.calls.CallPlace} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.server.calls;

import org.jspecify.annotations.NullMarked;
