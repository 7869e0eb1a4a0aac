/** Encrypted connections: certificates made for the test by {@link io.jyro.tls.Authority}, and what goes wrong with them. */
@NullMarked
package io.jyro.tls;

import org.jspecify.annotations.NullMarked;
