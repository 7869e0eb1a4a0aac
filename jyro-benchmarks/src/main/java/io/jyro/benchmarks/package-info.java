/**
 * Measurements of whole processes: what a call costs beside a raw socket that moves the same number of bytes. Each thing
 * that is measured is a {@link io.jyro.benchmarks.Contender}; {@link io.jyro.benchmarks.Rounds} lets them take turns.
 * Read {@link io.jyro.benchmarks.Work} and {@link io.jyro.benchmarks.Comparison} first. Nothing here is part of the library.
 */
@NullMarked
package io.jyro.benchmarks;

import org.jspecify.annotations.NullMarked;
