package io.jyro.interop.numpy;

import java.util.List;
import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.types.Complex;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What holds for arrays with each serializer that pickles; Python knows nothing of Jyro. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PickledArrays {
    private static final PyroConfig ACCEPTING = PyroConfig.builder().serializersAccepted(
            Set.of(Serializer.PICKLE, Serializer.DILL, Serializer.CLOUDPICKLE)).build();

    private final Serializer serializer;
    private final ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.config(ACCEPTING));
    private final Python python = Python.start(Pyro.PYRO4);
    private final String served;

    PickledArrays(Serializer serializer) {
        this.serializer = serializer;
        python.run("config.SERIALIZER = '" + serializer.pyroName()
                + "'\nconfig.SERIALIZERS_ACCEPTED = {'pickle', 'dill', 'cloudpickle'}\np = "
                + Arrays.registeredIn(jyro) + "\ns = Served()\n" + PythonArrays.SOURCE);
        served = "PYRO:thing@localhost:" + python.eval("s.port");
    }

    private Proxy thing(int pickleProtocol) {
        return Proxy.builder(served).protocol(Pyro.PYRO4.protocol())
                .config(PyroConfig.builder().serializer(serializer)
                        .pickleProtocolVersion(pickleProtocol).build())
                .build();
    }

    @AfterAll
    void stop() {
        python.close();
        jyro.close();
    }

    // Python calls Java

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyArrayComesBackAsItWent(int protocol) {
        python.run("config.PICKLE_PROTOCOL_VERSION = config.DILL_PROTOCOL_VERSION = " + protocol);

        assertThat(python
                .eval("[(a.dtype.str, a.shape) for a in arrays() if not same(a, p.echo(a))]"))
                .isEqualTo("[]");
        assertThat(python.eval("same(numpy.eye(3), p.echo([{'a': numpy.eye(3)}])[0]['a'])"))
                .isEqualTo("True");
    }

    @Test
    void theOrderOfFortranIsKept() {
        python.run("f = numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3))");

        assertThat(python.eval("p.describe(f)")).isEqualTo("'<f8 [2, 3] F'");
        assertThat(python.eval("p.echo(f).flags.f_contiguous, p.echo(f).flags.writeable"))
                .isEqualTo("(True, True)");
        assertThat(python.eval("p.describe(f.T)")).isEqualTo("'<f8 [3, 2] C'");
        assertThat(python.eval("same(p.turned(f), f.T)")).isEqualTo("True");
    }

    @Test
    void declaredArraysTakeThem() {
        assertThat(python.eval("p.sum(numpy.arange(5))")).isEqualTo("10.0");
        assertThat(python.eval("p.trace(numpy.arange(9.0).reshape(3, 3).T)")).isEqualTo("12.0");
        assertThat(python.eval("p.table(numpy.array([[1, 2], [3, 4]]))"))
                .contains("array('i', [3, 4])");
        assertThat(python.eval("p.last(numpy.arange(24, dtype='f4').reshape(2, 3, 4))"))
                .isEqualTo("23.0");
        assertThat(python.eval("p.conjugated(numpy.array([1+2j]))")).isEqualTo("[(1-2j)]");
        assertThat(python.eval("p.mean(numpy.array([1, 2]))")).isEqualTo("1.5");
        assertThat(python.eval("import array\np.sum(array.array('i', [1, 2]))")).isEqualTo("3.0");
        assertThat(python.eval("same(p.array([[1, 2], [3, 4]]), numpy.array([[1, 2], [3, 4]]))"))
                .isEqualTo("True");
    }

    @Test
    void overloadsAreChosenByTheArray() {
        assertThat(python.eval("p.kind(numpy.zeros((2, 2)))")).isEqualTo("'NdArray'");
        assertThat(python.eval("p.kind([[1.5]])")).isEqualTo("'double[][]'");
        assertThat(python.eval("p.kind([1.5])")).isEqualTo("'double[]'");
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheConnectionLives() {
        Raised raised = python.raised("p.table(numpy.array([[1.5]]))");

        assertThat(raised.text()).contains("int[][]", "1.5");
        assertThat(python.raised("p.echo(numpy.array([{}], object))").text())
                .contains("Python objects");
        assertThat(python.raised("p.echo(numpy.zeros(1, 'i4,f8'))").text()).contains("records");
        assertThat(python.raised("p.echo(numpy.longdouble(1))").text()).contains("longdouble");
        assertThat(python.raised("p.echo(numpy.ma.zeros(1))").type()).contains("ValueError");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void scalarsOfNumpyArriveAsPlainValues() {
        assertThat(python
                .eval("""
                        scalars = [numpy.float64(1.5), numpy.float32(0.5), numpy.int64(5), numpy.uint8(200), numpy.bool_(True),
                                   numpy.complex128(1j), numpy.str_('h'), numpy.bytes_(b'b'), numpy.datetime64('2021-02-03T04:05'),
                                   numpy.datetime64('2021-02-03'), numpy.timedelta64(5, 's'), numpy.datetime64('NaT')]
                        p.echo(scalars) == [s.item() for s in scalars]
                        """))
                .isEqualTo("True");
    }

    @Test
    void aLargeArrayComesBack() {
        assertThat(python.eval("a = numpy.random.rand(1000, 1000)\nsame(a, p.echo(a))"))
                .isEqualTo("True");
    }

    @Test
    void rowsAreStreamed() {
        assertThat(python.eval("[list(r) for r in p.rows(numpy.array([[1, 2], [3, 4]]))]"
                + " == [[1, 2], [3, 4]]")).isEqualTo("True");
    }

    @Test
    void recordsHoldArrays() {
        assertThat(python
                .eval("""
                        picture = dict(name='n', depth=numpy.ones((2, 2)), pixels=numpy.zeros(3, '>i2'), checksum=b'c')
                        back = p.picture(picture)
                        back['name'], same(back['pixels'], picture['pixels']), [list(d) for d in back['depth']], back['checksum']
                        """))
                .isEqualTo("('n', True, [[1.0, 1.0], [1.0, 1.0]], b'c')");
    }

    // Java calls Python

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void everyArrayOfJavaComesBackFromPython(int protocol) {
        try (Proxy thing = thing(protocol)) {
            for (NdArray array : PythonArrays.ofJava()) {
                assertThat(thing.call("echo", array)).isEqualTo(array);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void pythonSeesArraysOfItsOwn(int protocol) {
        try (Proxy thing = thing(protocol)) {
            assertThat(thing.call(String.class, "describe",
                    NdArray.of(new double[][]{{1, 2}, {3, 4}})))
                    .isEqualTo("ndarray array([[1., 2.],\n       [3., 4.]])");
            assertThat(thing.call(String.class, "describe",
                    NdArray.of(List.of("a", "bc")).toType(DType.parse(">U2"))))
                    .isEqualTo("ndarray array(['a', 'bc'], dtype='>U2')");
            assertThat(thing.call(String.class, "describe", DType.parse(">M8[10us]")))
                    .contains("dtype('>M8[10us]')");
        }
    }

    @Test
    void resultsBecomeTheDeclaredType() {
        NdArray matrix = NdArray.of(new int[][]{{1, 2}, {3, 4}});
        try (Proxy thing = thing(4)) {
            assertThat(thing.call(double[][].class, "echo", matrix))
                    .isDeepEqualTo(new double[][]{{1, 2}, {3, 4}});
            assertThat(thing.call(Complex[].class, "echo", matrix.slice(0)))
                    .containsExactly(new Complex(1, 0), new Complex(2, 0));
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> thing.call(double[].class, "echo", matrix))
                    .withMessageContaining("2 dimensions");
        }
    }
}
