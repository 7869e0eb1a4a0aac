package io.jyro.interop.names;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

import io.jyro.PyroConfig;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Seed;
import io.jyro.nameserver.MemoryStorage;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.nameserver.Storage;
import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of generated patterns, matched by Jyro's name server and by Python's {@code re}. */
class PatternsIT {
    private static final int PATTERNS = 6_000;

    private final Storage storage = new MemoryStorage();
    private final NameServerDaemon names = NameServerDaemon.builder().config(PyroConfig.defaults())
            .host("localhost").port(0).storage(storage).start();

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void patternsMatchTheNamesThatTheyMatchInPython() {
        // Clients cannot register these, but they may be in a store that Pyro has written.
        for (String name : List.of("\n", "a\n", "a\nb", "\n\n", "a\n\n", "\u00e9\n-", "a\r",
                "\u2028b")) {
            storage.put(name, new Registration("PYRO:x@y:1", Set.of()));
        }
        try (Python python = Python.start(Pyro.PYRO5)) {
            python.run("import patterns\nanswered, refused, reasons, different = patterns.compare('"
                    + names.uri() + "', " + Seed.SEED + ", " + PATTERNS + ")");

            assertThat(python.eval("'\\n'.join(different)")).as("seed %d", Seed.SEED)
                    .isEqualTo("''");
            assertThat(Integer.parseInt(python.eval("answered"))).isGreaterThan(PATTERNS / 2);
        }
    }

    @Test
    void classesOfCharactersAreThoseOfPython() {
        registerCharacters(
                c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.PRIVATE_USE);

        assertSameCharacters("['\\w', '\\d', '\\s', '(?a)\\w', '(?i)[^a-z\\W]']");
    }

    @Test
    void charactersThatDifferInCaseOnlyAreThoseOfPython() {
        registerCharacters(c -> Character.toLowerCase(c) != c || Character.toUpperCase(c) != c
                || Character.isLowerCase(c));

        assertSameCharacters("None");
    }

    private void registerCharacters(IntPredicate wanted) {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (wanted.test(c)) {
                storage.put(Character.toString(c), new Registration("PYRO:x@y:1", Set.of()));
            }
        }
    }

    private void assertSameCharacters(String patterns) {
        try (Python python = Python.start(Pyro.PYRO5)) {
            python.run("import patterns\ndifferent = patterns.compare_characters('" + names.uri()
                    + "', " + patterns + ")");

            assertThat(python.eval("'\\n'.join(different)")).isEqualTo("''");
        }
    }
}
