/** What the tools print: all of it passes {@link io.jyro.cli.output.ToolOutput}, which escapes what steers terminals. */
@NullMarked
package io.jyro.cli.output;

import org.jspecify.annotations.NullMarked;
