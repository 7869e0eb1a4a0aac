package io.jyro.interop.tools;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code PyroConfig.asMap()} has Pyro's items under Pyro's names, with values of the types that Pyro has. */
@WithEachPyro
class ConfigMapIT {
    // Texts with commas in Pyro4.
    private static final String LISTS = "BROADCAST_ADDRS";

    private final Pyro pyro;
    private final Python python;

    ConfigMapIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @Test
    void namesAndTypesAreThoseOfPyro() {
        String dict = pyro == Pyro.PYRO4 ? "config.asDict()" : "config.as_dict()";
        List<String> theirs = List.of(python
                .eval("' '.join('%s:%s' % (k, type(v).__name__) for k, v"
                        + " in sorted(" + dict + ".items()) if v is not None and k != '" + LISTS
                        + "')")
                .replace("'", "").split(" "));

        var ours = PyroConfig.builder().threadPoolSize(40).build().asMap();

        assertThat(theirs).hasSizeGreaterThan(30).allSatisfy(item -> {
            String name = item.substring(0, item.indexOf(':'));
            assertThat(ours).containsKey(name);
            assertThat(name + ":" + type(ours.get(name))).isEqualTo(item);
        });
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> "bool";
            case Integer number -> "int";
            case Long number -> "int";
            case Double number -> "float";
            case String text -> "str";
            case Set<?> set -> "set";
            case Collection<?> list -> "list";
            case null, default -> String.valueOf(value);
        };
    }
}
