package io.jyro.benchmarks.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Java serialization as used by RMI, with a stream for each value since calls are independent of each other. */
final class JavaSerialization implements Format {
    private final ReusedOutput out = new ReusedOutput();

    @Override
    public int write(Object value) throws IOException {
        out.reset();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        }
        return out.size();
    }

    @Override
    public byte[] bytes() {
        return out.array();
    }

    @Override
    public Object read(byte[] bytes, int length) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new ObjectInputStream(
                new ByteArrayInputStream(bytes, 0, length))) {
            return objects.readObject();
        }
    }
}
