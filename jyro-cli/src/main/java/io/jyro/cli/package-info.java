/**
 * The {@code jyro} command: one class per tool, each a picocli sub-command, and {@link io.jyro.cli.Main}, which lists
 * them. A tool parses its options, calls the library and prints; everything beyond that belongs in the library.
 */
@NullMarked
package io.jyro.cli;

import org.jspecify.annotations.NullMarked;
