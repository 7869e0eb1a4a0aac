/**
 * Measurements: what a call costs beside a raw socket doing the same number of bytes, and what the parts of a call cost.
 * Nothing here is part of the library.
 */
package io.jyro.benchmarks;
