/** Unix domain sockets, and sockets that were connected before Jyro and Python had them. */
@NullMarked
package io.jyro.interop.sockets;

import org.jspecify.annotations.NullMarked;
