package io.jyro.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The script that checks the subjects of commits, in repositories that are made for it. */
class CheckCommitsIT {
    private static final String RIGHT = "wire: refuse annotation chunks that overrun the header";

    private record Outcome(int status, String printed) {}

    @TempDir
    private Path folder;
    private Path checkout;

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        checkout = Files.createDirectories(folder.resolve("origin")).toRealPath();
        git("init", "-q");
        install(checkout, "");
        commit("Whatever was written before the rule, with words and a full stop.");
        install(checkout, git("rev-parse", "HEAD").printed());
    }

    @ParameterizedTest
    @ValueSource(strings = {RIGHT, "client, server: add concurrent calls", "docs: ping the daemon",
            "client: compress what is longer than 200 bytes in one message of 48 🐍"})
    void aRightSubjectPasses(String subject) throws IOException, InterruptedException {
        commit(subject);

        assertThat(check(checkout))
                .isEqualTo(new Outcome(0, "check-commits: 1 subjects are right"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse annotation chunks", "Wire: refuse annotation chunks",
            "wire: Refuse annotation chunks", "wire: refused annotation chunks",
            "wire: refuses annotation chunks", "wire: refusing annotation chunks",
            "wire: what runs out of memory", "wire: refuse annotation chunks.",
            "tests: show that a subject of more characters than a line of a log has is named",
            "wip"})
    void aWrongSubjectIsNamed(String subject) throws IOException, InterruptedException {
        commit(RIGHT);
        commit(subject);

        Outcome outcome = check(checkout);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.printed()).contains(subject).contains("1 of 2 subjects are wrong")
                .doesNotContain(RIGHT);
    }

    @Test
    void aShallowCloneIsCheckedAsFarAsItGoes() throws IOException, InterruptedException {
        commit("Wrong");
        commit(RIGHT);
        Path clone = folder.resolve("clone");
        git("clone", "-q", "--depth", "1", checkout.toUri().toString(), clone.toString());
        install(clone, git("rev-parse", "HEAD~2").printed());

        Outcome outcome = check(clone.toRealPath());

        assertThat(outcome.status()).isZero();
        assertThat(outcome.printed()).contains("shallow clone", "1 subjects are right");
    }

    @Test
    void aRecordThatLeadsNowhereIsAnError() throws IOException, InterruptedException {
        install(checkout, "0123456789012345678901234567890123456789");

        Outcome outcome = check(checkout);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.printed()).contains("is not in this repository");
    }

    @Test
    void sourcesWithoutHistoryAreNotChecked() throws IOException, InterruptedException {
        Path sources = Files.createDirectories(folder.resolve("sources")).toRealPath();
        install(sources, git("rev-parse", "HEAD").printed());

        Outcome outcome = check(sources);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.printed()).contains("not a git checkout");
    }

    private static void install(Path where, String lastUnchecked) throws IOException {
        Path scripts = Files.createDirectories(where.resolve("scripts"));
        Path script = Path.of(System.getProperty("jyro.root"), "scripts", "check-commits");
        Files.write(scripts.resolve("check-commits"), Files.readAllBytes(script));
        Files.writeString(scripts.resolve("commits-checked-after"),
                "# a comment\n" + lastUnchecked + "\n");
    }

    private void commit(String subject) throws IOException, InterruptedException {
        git("commit", "-q", "--allow-empty", "-m", subject);
    }

    private Outcome git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c",
                "user.email=a@example.com", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Outcome outcome = run(checkout, command);
        assertThat(outcome.status()).as(outcome.printed()).isZero();
        return outcome;
    }

    private static Outcome check(Path repository) throws IOException, InterruptedException {
        return run(repository, List.of("bash", "scripts/check-commits"));
    }

    private static Outcome run(Path where, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).directory(where.toFile())
                .redirectErrorStream(true);
        // The folder may be inside of another repository, and hooks set variables that name that one.
        process.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        process.environment().putAll(Map.of("GIT_CEILING_DIRECTORIES",
                String.valueOf(where.getParent()), "GIT_CONFIG_GLOBAL", "/dev/null"));
        Process running = process.start();
        String printed = new String(running.getInputStream().readAllBytes(), UTF_8).strip();
        return new Outcome(running.waitFor(), printed);
    }
}
