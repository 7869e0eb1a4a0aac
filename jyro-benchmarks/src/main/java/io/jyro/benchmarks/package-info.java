/**
 * Measurements of whole processes: the cost of a call compared with a raw socket that transfers the same number of
 * bytes. Each measured program is a {@link io.jyro.benchmarks.Contender}; {@link io.jyro.benchmarks.Rounds} lets them
 * take turns. Read {@link io.jyro.benchmarks.Work} and {@link io.jyro.benchmarks.Comparison} first. Nothing here is
 * part of the library.
 */
@NullMarked
package io.jyro.benchmarks;

import org.jspecify.annotations.NullMarked;
