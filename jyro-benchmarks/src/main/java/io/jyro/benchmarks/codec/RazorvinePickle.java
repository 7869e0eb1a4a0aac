package io.jyro.benchmarks.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;

/** The Java library that Pyrolite uses for pickles. */
final class RazorvinePickle implements Format {
    private final Pickler pickler = new Pickler();
    private final Unpickler unpickler = new Unpickler();
    private final ReusedOutput out = new ReusedOutput();

    @Override
    public int write(Object value) throws IOException {
        out.reset();
        pickler.dump(value, out);
        return out.size();
    }

    @Override
    public byte[] bytes() {
        return out.array();
    }

    @Override
    public Object read(byte[] bytes, int length) throws IOException {
        return unpickler.load(new ByteArrayInputStream(bytes, 0, length));
    }
}
