package io.jyro.transport;

import java.io.IOException;

/** Where bytes come from. */
@FunctionalInterface
interface ByteSource {
    /**
     * Reads once, waiting until there is something.
     *
     * @return how many bytes came, or -1 if no more will
     */
    int read(byte[] bytes, int from, int length) throws IOException;
}
