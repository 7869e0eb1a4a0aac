/**
 * The output of the tools: all of it goes through {@link io.jyro.cli.output.ToolOutput}, which escapes control
 * characters.
 */
@NullMarked
package io.jyro.cli.output;

import org.jspecify.annotations.NullMarked;
