/** Payloads that were made to cost a daemon much, for tests and measurements of what they cost. */
@NullMarked
package io.jyro.attacks;

import org.jspecify.annotations.NullMarked;
