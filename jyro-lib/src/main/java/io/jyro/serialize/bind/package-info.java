/**
 * The conversion of plain values, as codecs return them, to declared Java types. Does not depend on formats, on the
 * registry of types or on calls. Read {@link io.jyro.serialize.bind.Binding} first, then
 * {@link io.jyro.serialize.bind.Bindings}, which chooses one.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.serialize.bind;

import org.jspecify.annotations.NullMarked;
