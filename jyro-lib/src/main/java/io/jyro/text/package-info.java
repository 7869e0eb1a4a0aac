/**
 * Text about values for people: error messages and the like, of bounded length whatever the value is. Not API; depends on
 * nothing. Read {@link io.jyro.text.BoundedText} first.
 */
@NullMarked
package io.jyro.text;

import org.jspecify.annotations.NullMarked;
