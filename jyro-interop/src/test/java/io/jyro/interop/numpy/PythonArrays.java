package io.jyro.interop.numpy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.jyro.interop.Pyro;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;

/** Arrays of all dtypes, shapes and orders, in both languages. */
final class PythonArrays {
    /** Defines arrays(), and same() which tells whether one is as it was before, but for its order. */
    static final String SOURCE = """
            import numpy

            TYPES = ('|b1 |i1 <i2 >i2 <i4 >i4 <i8 >i8 |u1 <u2 >u2 <u4 >u4 <u8 >u8 <f2 >f2 <f4 >f4 <f8 >f8 <c8 >c8 <c16 >c16'
                     ' <M8[ns] >M8[D] <M8[Y] <m8[us] >m8[25s] <m8 <U3 >U2 |S4').split()
            SHAPES = (), (0,), (3,), (2, 3), (3, 0, 2), (2, 1, 3), (1, 1, 2, 1, 2)

            def arrays():
                for t in TYPES:
                    for shape in SHAPES:
                        flat = numpy.arange(int(numpy.prod(shape)), dtype='i8') * 37 % 101
                        if t[1] in 'mM':
                            flat[:1] = numpy.iinfo('i8').min
                            a = flat.view(t.replace('>', '<')).astype(t)
                        else:
                            a = (flat + 1j if t[1] == 'c' else flat).astype(t)
                        a = a.reshape(shape)
                        yield from (a, numpy.asfortranarray(a), a[::-1] if shape else a, a.T)

            def same(a, b):
                return type(b) is numpy.ndarray and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
            """;

    private PythonArrays() {}

    /** The source in docs/numpy.md that makes arrays known to the safe serializers. */
    static String documentedSource(Pyro pyro) {
        String page;
        try {
            page = Files.readString(Pyro.root().resolve("docs/numpy.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String fence = "```python\n";
        int from = page.indexOf(fence) + fence.length();
        String source = page.substring(from, page.indexOf("```", from));
        return pyro == Pyro.PYRO4 ? source.replace("Pyro5.api", "Pyro4.util") : source;
    }

    static List<NdArray> ofJava() {
        List<NdArray> arrays = new ArrayList<>();
        for (String dtype : List.of("|b1", "|i1", "<i2", ">i2", "<i4", ">i8", "|u1", ">u2", "<u8",
                "<f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16", "<M8[ns]", ">M8[D]", "<m8[25s]",
                "<U2", ">U3", "|S4")) {
            DType type = DType.parse(dtype);
            for (int[] shape : new int[][]{{}, {0}, {3}, {2, 3}, {2, 0, 3}, {3, 2, 2}}) {
                for (Order order : Order.values()) {
                    arrays.add(array(type, order, shape));
                }
            }
        }
        return arrays;
    }

    private static NdArray array(DType type, Order order, int... shape) {
        int size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(size * type.itemSize()).order(type.byteOrder());
        for (int i = 0; bytes.hasRemaining(); i++) {
            switch (type.kind()) {
                case BOOL -> bytes.put((byte) (i & 1));
                case TEXT -> bytes.putInt('a' + i * 100);
                default -> bytes.put((byte) ('a' + i % 20));
            }
        }
        return NdArray.wrap(bytes.rewind(), type, order, shape);
    }
}
