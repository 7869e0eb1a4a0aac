package io.jyro.benchmarks.codec;

import java.io.ByteArrayOutputStream;

/** A stream whose bytes can be had without a copy: no format should pay for one that another is spared. */
final class ReusedOutput extends ByteArrayOutputStream {
    byte[] array() {
        return buf;
    }
}
