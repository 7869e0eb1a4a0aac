/** Tests of {@code jyro demo}. */
@NullMarked
package io.jyro.cli.demo;

import org.jspecify.annotations.NullMarked;
