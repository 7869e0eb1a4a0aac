package io.jyro.cli;

import io.jyro.NamingException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    @Test
    void withoutArgumentsTheUsageIsShownAndTheStatusIs2() {
        Jyro run = Jyro.run();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Usage: jyro").contains("demo", "echo-server",
                "check-config");
    }

    @Test
    void helpListsToolsAndStatuses() {
        Jyro run = Jyro.run("--help");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Tools:", "demo", "echo-server", "ns", "nsc", "check-config",
                "Status:");
    }

    @Test
    void theVersionIsOneLine() {
        Jyro run = Jyro.run("--version");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).singleElement().asString().startsWith("jyro ");
    }

    @Test
    void everyToolHasHelp() {
        Main.commandLine().getSubcommands().keySet().forEach(tool -> {
            Jyro run = Jyro.run(tool, "--help");

            assertThat(run.status()).as(tool).isZero();
            assertThat(run.out()).startsWith("Usage: jyro " + tool);
        });
    }

    @Test
    void aMistypedToolIsAnsweredWithTheOneThatWasMeant() {
        Jyro run = Jyro.run("dmeo");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo(
                        "jyro: there is no tool 'dmeo'; did you mean demo? 'jyro --help' lists them");
    }

    @Test
    void anUnknownOptionIsNamedWithTheToolWhoseHelpExplains() {
        Jyro run = Jyro.run("check-config", "--nonsense");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("jyro: unknown option '--nonsense'; see 'jyro check-config --help'");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant() {
        Jyro run = Jyro.run("ns", "--prt", "3");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo(
                "jyro: unknown option '--prt'; did you mean --port? see 'jyro ns --help'");
    }

    @Test
    void helpOfAToolIsItsHelp() {
        Jyro run = Jyro.run("help", "nsc");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo(Jyro.run("nsc", "--help").out());
    }

    @Test
    void helpAloneListsTheTools() {
        assertThat(Jyro.run("help").out()).isEqualTo(Jyro.run("--help").out());
    }

    @Test
    void helpOfAMistypedToolNamesTheOneThatWasMeant() {
        Jyro run = Jyro.run("help", "dmeo");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("jyro: there is no tool 'dmeo'; did you mean demo? 'jyro --help'");
    }

    @Test
    void theCompletionScriptKnowsToolsAndOptions() {
        Jyro run = Jyro.run("completion");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("echo-server", "--natport",
                "complete -F _complete_jyro");
    }

    @Test
    void aFailureOfPyroIsOneLine() {
        Jyro run = Jyro.run(withFailing(new NamingException("no such name")), "failing");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("jyro: no such name");
    }

    @Test
    void withVerboseAFailureComesWithItsStackTrace() {
        Jyro run = Jyro.run(withFailing(new NamingException("no such name")), "--verbose",
                "failing");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("jyro: no such name").contains("\tat ");
    }

    @Test
    void aFailureThatNobodyForesawComesWithItsStackTrace() {
        Jyro run = Jyro.run(withFailing(new IllegalStateException("oops")), "failing");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("jyro: java.lang.IllegalStateException: oops")
                .contains("\tat ");
    }

    private static CommandLine withFailing(RuntimeException failure) {
        return Main.commandLine().addSubcommand(new Failing(failure));
    }

    @Command(name = "failing")
    private static final class Failing implements Runnable {
        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void run() {
            throw failure;
        }
    }
}
