package io.jyro.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Works with real processes, too short to say anything about speed. */
class WorkComparisonIT {
    private static final int COULD_NOT_MEASURE = 3;
    private static final int WRONG_USE = 2;

    private final Printed printed = new Printed();

    @AfterEach
    void giveOutputBack() {
        printed.close();
    }

    @Test
    void everyContenderOfAWorkGetsARow() {
        int status = compare("--work", "BYTES_1");

        assertThat(status).as(printed.text()).isZero();
        for (Contender contender : Work.BYTES_1.contenders()) {
            assertThat(printed.text()).containsPattern("(?m)^" + contender.name() + " +[0-9]");
        }
    }

    @Test
    void onlyTheContendersThatAreNamedAreMeasuredBesideTheYardstick(@TempDir Path folder)
            throws IOException {
        Path table = folder.resolve("table.md");

        int status = compare("--work", "CONNECTIONS_8,FUTURES", "--contender", "rmi,pyro4",
                "--markdown", table.toString());

        assertThat(status).as(printed.text()).isZero();
        assertThat(printed.text()).contains("FUTURES is left out");
        assertThat(Files.readAllLines(table)).hasSize(3).first()
                .isEqualTo("| work | raw | rmi | pyro4 |");
    }

    @Test
    void aNameThatNoContenderHasIsRefusedWithThoseThatTheyHave() {
        int status = compare("--work", "ECHO", "--contender", "corba");

        assertThat(status).isEqualTo(WRONG_USE);
        assertThat(printed.text()).contains("raw, jyro-v48, jyro-v502, rmi, grpc, pyrolite",
                "corba");
    }

    @Test
    void aPythonThatIsMissingStopsTheMeasurementAndSaysWhatToDo() {
        int status = compare("--contender", "pyro5", "--python", "/no/such/python");

        assertThat(status).isEqualTo(COULD_NOT_MEASURE);
        assertThat(printed.text()).contains("pyro5 cannot take part", "/no/such/python",
                "install Pyro5");
    }

    @Test
    void aPythonWithoutPyroStopsTheMeasurementAndSaysWhatToInstall() {
        String pyro4 = Path.of(System.getProperty("jyro.root"), ".python/pyro4/bin/python")
                .toString();

        int status = compare("--contender", "pyro5", "--python", pyro4);

        assertThat(status).isEqualTo(COULD_NOT_MEASURE);
        assertThat(printed.text()).contains("No module named 'Pyro5'", "install Pyro5");
    }

    private static int compare(String... options) {
        List<String> all = new ArrayList<>(List.of("compare", "--rounds", "1", "--seconds", "0.1",
                "--warm-up", "0.1"));
        all.addAll(List.of(options));
        return Main.run(all.toArray(String[]::new));
    }
}
