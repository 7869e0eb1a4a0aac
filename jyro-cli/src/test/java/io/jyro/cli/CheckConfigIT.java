package io.jyro.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckConfigIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @Test
    void settingsOfTheEnvironmentAreShown() throws IOException, InterruptedException {
        Jyro run = checkConfig(Map.of("PYRO_NS_PORT", "4444"));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("NS_PORT = 4444\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void secretsAreNotShown() throws IOException, InterruptedException {
        Jyro run = checkConfig(Map.of("PYRO_HMAC_KEY", "swordfish"));

        assertThat(run.out()).contains("HMAC_KEY = ***\n").doesNotContain("swordfish");
    }

    @Test
    void anUnknownVariableIsWarnedAboutAndIsNoFailure() throws IOException, InterruptedException {
        Jyro run = checkConfig(Map.of("PYRO_COMTIMEOUT", "5", "PYRO_LOGLEVEL", "INFO"));

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("PYRO_COMTIMEOUT is unknown",
                "did you mean PYRO_COMMTIMEOUT?");
        assertThat(Files.readString(directory.resolve("pyro.log")))
                .contains("PYRO_COMTIMEOUT is unknown");
    }

    @Test
    void aValueThatCannotBeIsOneLineAndStatus1() throws IOException, InterruptedException {
        Jyro run = checkConfig(Map.of("PYRO_SSL", "perhaps"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString()
                .startsWith("jyro: invalid boolean value: PYRO_SSL=perhaps; allowed: ");
    }

    @Test
    void withTheLevelDebugItHasAStackTrace() throws IOException, InterruptedException {
        Jyro run = checkConfig(Map.of("PYRO_SSL", "perhaps", "PYRO_LOGLEVEL", "DEBUG"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("\tat io.jyro.");
    }

    private Jyro checkConfig(Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "io.jyro.cli.Main", "check-config");
        builder.environment().keySet()
                .removeIf(name -> name.startsWith("PYRO_") || name.startsWith("JYRO_"));
        builder.environment().putAll(environment);
        Path err = directory.resolve("err");
        Process process = builder.directory(directory.toFile()).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Jyro(process.waitFor(), out, Files.readString(err));
    }
}
