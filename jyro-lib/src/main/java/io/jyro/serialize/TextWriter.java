package io.jyro.serialize;

import java.math.BigInteger;

import io.jyro.wire.ByteOutput;

/** Base class of the writers of text formats: integers as decimal digits, and containers without a size. */
abstract class TextWriter extends ValueWriter {
    TextWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    @Override
    final void integer(long number) {
        PythonInteger.write(number, out);
    }

    @Override
    final void integer(BigInteger number) {
        out.putAscii(PythonInteger.text(number, context));
    }

    @Override
    final boolean isSizeWritten() {
        return false;
    }
}
