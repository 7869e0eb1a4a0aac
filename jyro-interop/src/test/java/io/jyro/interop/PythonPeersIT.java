package io.jyro.interop;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class PythonPeersIT {
    @ParameterizedTest
    @CsvSource({"pyro4, Pyro4, 4.82", "pyro5, Pyro5, 5.17"})
    void eachEnvironmentHoldsThePinnedPyro(String environment, String module, String version)
            throws IOException, InterruptedException {
        Path python = Path.of(System.getProperty("jyro.root"), ".python", environment, "bin",
                "python");

        Process peer = new ProcessBuilder(python.toString(), "-c",
                "import " + module + "; print(" + module + ".__version__)")
                .redirectErrorStream(true).start();
        String printed = new String(peer.getInputStream().readAllBytes(), UTF_8);

        assertThat(peer.waitFor()).as(printed).isZero();
        assertThat(printed.strip()).isEqualTo(version);
    }
}
