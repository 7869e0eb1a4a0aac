/** Payloads without calls: what Java writes read by Python and by Pyrolite's libraries, and the other way round. */
@NullMarked
package io.jyro.interop.payload;

import org.jspecify.annotations.NullMarked;
