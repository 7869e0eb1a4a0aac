/**
 * {@code jyro demo}: does the main job of Jyro for real, with Java and Python on both sides, and checks every answer.
 * {@link io.jyro.cli.demo.Demo} lists the steps. It uses the library as any program would, and knows nothing of the
 * other tools.
 */
@NullMarked
package io.jyro.cli.demo;

import org.jspecify.annotations.NullMarked;
