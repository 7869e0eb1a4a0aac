package io.jyro.benchmarks.codec;

import java.io.ByteArrayOutputStream;

/** A stream whose array can be accessed without a copy, so that no format has to pay for a copy that others avoid. */
final class ReusedOutput extends ByteArrayOutputStream {
    byte[] array() {
        return buf;
    }
}
