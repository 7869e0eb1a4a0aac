/** Tests of the {@code jyro} command. */
@NullMarked
package io.jyro.cli;

import org.jspecify.annotations.NullMarked;
