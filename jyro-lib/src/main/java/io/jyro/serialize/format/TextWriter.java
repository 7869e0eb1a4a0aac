package io.jyro.serialize.format;

import java.math.BigInteger;

import io.jyro.serialize.CodecContext;
import io.jyro.serialize.PythonInteger;
import io.jyro.serialize.ValueWriter;
import io.jyro.wire.ByteOutput;

/** Base class of the writers of text formats: integers as decimal digits, and containers without a size. */
abstract class TextWriter extends ValueWriter {
    TextWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    @Override
    protected final void integer(long number) {
        PythonInteger.write(number, out);
    }

    @Override
    protected final void integer(BigInteger number) {
        out.putAscii(PythonInteger.text(number, context));
    }

    @Override
    protected final boolean isSizeWritten() {
        return false;
    }
}
