/**
 * Text about values for people: error messages and the like, of bounded length whatever the value is; and rules about
 * names. Depends on nothing.
 * Read {@link io.jyro.text.BoundedText} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.text;

import org.jspecify.annotations.NullMarked;
