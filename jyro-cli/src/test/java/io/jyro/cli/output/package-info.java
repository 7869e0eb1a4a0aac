/** What the tools print, escaped. */
@NullMarked
package io.jyro.cli.output;

import org.jspecify.annotations.NullMarked;
