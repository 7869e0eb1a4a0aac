/**
 * {@code jyro demo}: uses the main features of Jyro for real, with Java and Python on both sides, and checks every
 * answer. {@link io.jyro.cli.demo.Demo} lists the steps. It uses the library like any other program, and does not
 * depend on the other tools.
 */
@NullMarked
package io.jyro.cli.demo;

import org.jspecify.annotations.NullMarked;
