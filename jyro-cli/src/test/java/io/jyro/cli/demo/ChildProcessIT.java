package io.jyro.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChildProcessIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void itsLinesOfBothOutputsAndItsStatusAreTold() throws Exception {
        List<String> lines = new ArrayList<>();
        try (ChildProcess child = shell("echo one; echo two >&2; exit 7")) {
            int status = child.awaitEnd(lines::add, LONG);

            assertThat(status).isEqualTo(7);
            assertThat(lines).containsExactly("one", "two");
        }
    }

    @Test
    void oneThatEndsBeforeItIsReadyFailsWithItsOutput() throws Exception {
        try (ChildProcess child = shell("echo cannot")) {
            assertThatThrownBy(() -> child.awaitLine("ready", LONG)).isInstanceOfSatisfying(
                    ChildFailedException.class,
                    failure -> assertThat(failure.output()).containsExactly("cannot"));
        }
    }

    @Test
    void oneThatTakesTooLongFails() throws Exception {
        try (ChildProcess child = shell("sleep 600")) {
            assertThatThrownBy(() -> child.awaitEnd(line -> {}, Duration.ofMillis(10)))
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessage("sh had not finished after 0 s");
        }
    }

    @Test
    void closingKillsItAndWhatItStarted() throws Exception {
        ChildProcess child = shell("sleep 600 & echo $!; wait");
        long grandchild = Long.parseLong(child.awaitLine("", LONG));

        child.close();

        assertThat(ProcessHandle.of(grandchild).map(ChildProcessIT::livesOn).orElse(false))
                .isFalse();
    }

    // Killed but not yet buried counts as dead.
    private static boolean livesOn(ProcessHandle process) {
        return process.isAlive()
                && process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .handle((ended, failure) -> failure != null).join();
    }

    private static ChildProcess shell(String commands) throws IOException {
        return ChildProcess.start("sh", new ProcessBuilder("sh", "-c", commands));
    }
}
