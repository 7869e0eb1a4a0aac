package io.jyro.interop.numpy;

import java.util.List;
import java.util.Map;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.types.NdArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for arrays by the safe serializers, once Python has run what docs/numpy.md says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DocumentedArrays {
    private final Pyro pyro;
    private final ThingDaemon jyro = ThingDaemon.start();
    private final String proxy = Arrays.registeredIn(jyro);
    private final Python python;
    private final String served;

    DocumentedArrays(Pyro pyro) {
        this.pyro = pyro;
        python = Python.start(pyro);
        python.run(PythonArrays.documentedSource(pyro) + PythonArrays.SOURCE);
        python.run("if VERSION == '4':\n    config.SERIALIZERS_ACCEPTED ="
                + " {'serpent', 'json', 'marshal', 'msgpack'}\ns = Served()");
        served = "PYRO:thing@localhost:" + python.eval("s.port");
    }

    private void connect(Serializer serializer) {
        python.run("config.SERIALIZER = '" + serializer.pyroName() + "'\np = " + proxy);
    }

    private Proxy thing(Serializer serializer) {
        return Proxy.builder(served).protocol(pyro.protocol())
                .config(PyroConfig.builder().serializer(serializer).build()).build();
    }

    @AfterAll
    void stop() {
        python.close();
        jyro.close();
    }

    // Python calls Java

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void everyArrayComesBackAsItWent(Serializer serializer) {
        connect(serializer);

        assertThat(python
                .eval("[(a.dtype.str, a.shape) for a in arrays() if not same(a, p.echo(a))]"))
                .isEqualTo("[]");
        assertThat(python.eval("p.echo(numpy.eye(2)).flags.writeable")).isEqualTo("True");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK"})
    void arraysInListsAndDictsComeBack(Serializer serializer) {
        connect(serializer);

        assertThat(python.eval("same(numpy.eye(3), p.echo([{'a': numpy.eye(3)}])[0]['a'])"))
                .isEqualTo("True");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void declaredArraysTakeThem(Serializer serializer) {
        connect(serializer);

        assertThat(python.eval("p.sum(numpy.arange(5))")).isEqualTo("10.0");
        assertThat(python.eval("p.trace(numpy.arange(9.0).reshape(3, 3).T)")).isEqualTo("12.0");
        assertThat(python.eval("p.table(numpy.array([[1, 2], [3, 4]]))"))
                .isEqualTo("[[1, 2], [3, 4]]");
        assertThat(python.eval("p.last(numpy.arange(24, dtype='f4').reshape(2, 3, 4))"))
                .isEqualTo("23.0");
        assertThat(python.eval("p.mean(numpy.array([1, 2]))")).isEqualTo("1.5");
        assertThat(python.eval("same(p.array([[1, 2], [3, 4]]), numpy.array([[1, 2], [3, 4]]))"))
                .isEqualTo("True");
        assertThat(python.raised("p.table(numpy.array([[1.5]]))").text()).contains("int[][]");
        assertThat(python.raised("p.echo(numpy.array([{}], object))").text())
                .contains("Python objects");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void numbersInAnyFormAreTakenForArrays() {
        connect(Serializer.SERPENT);

        assertThat(python.eval("p.conjugated(numpy.array([1+2j]))")).isEqualTo("[(1-2j)]");
        assertThat(python.eval("import array\np.sum(array.array('i', [1, 2]))")).isEqualTo("3.0");
        assertThat(python.eval("p.sum([1, 2.5])")).isEqualTo("3.5");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "MARSHAL", "MSGPACK"})
    void bytesArriveAsBytesWhereverTheyAreDeclared(Serializer serializer) {
        connect(serializer);

        assertThat(python.eval("p.bytes(b'123', bytearray(b'12'), {'a': b'1'})"))
                .isEqualTo("123");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "MSGPACK"})
    void recordsHoldArrays(Serializer serializer) {
        connect(serializer);

        assertThat(python
                .eval("""
                        picture = dict(name='n', depth=numpy.ones((2, 2)), pixels=numpy.zeros(3, '>i2'), checksum=b'c')
                        back = p.picture(picture)
                        back['name'], same(back['pixels'], picture['pixels']), back['depth'], serpent.tobytes(back['checksum'])
                        """))
                .isEqualTo("('n', True, [[1.0, 1.0], [1.0, 1.0]], b'c')");
    }

    @Test
    void aLargeArrayComesBack() {
        connect(Serializer.MARSHAL);

        assertThat(python.eval("a = numpy.random.rand(1000, 1000)\nsame(a, p.echo(a))"))
                .isEqualTo("True");
    }

    // Java calls Python

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void everyArrayOfJavaComesBackFromPython(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            for (NdArray array : PythonArrays.ofJava()) {
                assertThat(thing.call("echo", array)).isEqualTo(array);
            }
            assertThat(thing.call(double[][].class, "echo", NdArray.of(new int[][]{{1}, {2}})))
                    .isDeepEqualTo(new double[][]{{1}, {2}});
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void pythonSeesArraysOfItsOwn(Serializer serializer) {
        try (Proxy thing = thing(serializer)) {
            assertThat(thing.call(String.class, "describe",
                    NdArray.of(new double[][]{{1, 2}, {3, 4}}).transpose()))
                    .isEqualTo("ndarray array([[1., 3.],\n       [2., 4.]])");
            assertThat(thing.call(String.class, "describe",
                    List.of(Map.of("a", NdArray.of(new int[]{1})))))
                    .isEqualTo("list [{'a': array([1], dtype=int32)}]");
        }
    }
}
