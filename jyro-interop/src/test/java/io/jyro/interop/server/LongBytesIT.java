package io.jyro.interop.server;

import io.jyro.Serializer;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Byte strings of any length and at any place, which are read into arrays of their own from 64 KB on. */
@WithEachPyro(overEachLink = true)
class LongBytesIT {
    private final Python python;

    LongBytesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("import os; p = " + jyro.proxy("thing"));
    }

    private void speak(Serializer serializer) {
        python.run("p._pyroSerializer = '" + serializer.pyroName() + "'");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void byteStringsOfAllLengthsComeBack(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("""
                wrong = []
                for length in 65535, 65536, 200000, 500000, 65537:
                    b = os.urandom(length)
                    if p.echo(b) != b or p.echo('between') != 'between':
                        wrong.append(length)
                wrong
                """)).isEqualTo("[]");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void byteStringsAmongOtherValuesComeBack(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("""
                twice = os.urandom(70000)
                value = ['x' * 10000, {'exposure': 0.25, 'pixels': os.urandom(500000),
                         'mask': os.urandom(100)}, None, twice, twice, 'y' * 100000,
                         os.urandom(65536), -1]
                p.echo(value) == value
                """)).isEqualTo("True");
    }
}
