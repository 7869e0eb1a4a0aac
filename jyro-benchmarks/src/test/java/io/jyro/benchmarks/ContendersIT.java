package io.jyro.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written in Java runs in this process, the rest in its own. The callers themselves check the answers. */
class ContendersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Timing BRIEFLY = new Timing(Duration.ofMillis(50), Duration.ofMillis(50),
            1);

    private final Programs programs = new Programs(new ChildJvm(List.of()), PythonPeers.of(null));

    // Not 100 MB: they differ from 1 MB in nothing but what they ask of the machine.
    static Stream<Arguments> contendersOfAllWorks() {
        return Arrays.stream(Work.values()).filter(work -> work.bytes() <= 1_000_000)
                .flatMap(work -> work.contenders().stream()
                        .map(contender -> Arguments.of(work, contender.name())));
    }

    @ParameterizedTest
    @MethodSource("contendersOfAllWorks")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyContenderIsAnsweredRightlyInEachOfItsWorks(Work work, String name) throws Exception {
        Contender contender = work.contender(name);

        assertThat(contender.missing(programs)).isEmpty();
        Sample sample = contender instanceof JavaServer server
                ? here(server)
                : inAnotherProcess(contender);

        assertThat(sample.calls()).isGreaterThanOrEqualTo(work.callers());
    }

    private Sample here(JavaServer contender) throws Exception {
        try (Contender.Server server = contender.serve()) {
            return sample(contender, server.endpoint());
        }
    }

    private Sample inAnotherProcess(Contender contender) throws Exception {
        try (ChildProcess server = ChildProcess.start(contender.serverCommand(programs))) {
            return sample(contender, server.readLine(ServerProcess.READY, PATIENCE)
                    .substring(ServerProcess.READY.length()));
        }
    }

    private Sample sample(Contender contender, String endpoint) throws Exception {
        if (!(contender instanceof JavaClient client)) {
            try (ChildProcess process = ChildProcess.start(
                    contender.clientCommand(programs, endpoint, BRIEFLY))) {
                return Sample.parse(process.readLine(Sample.MARK, PATIENCE));
            }
        }
        List<Contender.Caller> callers = client.connect(endpoint, contender.work().callers());
        try {
            if (contender.work() == Work.ONEWAY || contender.work() == Work.FUTURES) {
                for (int i = 0; i < 2 * Work.AHEAD; i++) { // answers are looked at after so many only
                    callers.getFirst().call();
                }
            }
            return Sample.take(callers, BRIEFLY);
        } finally {
            for (Contender.Caller caller : callers) {
                caller.close();
            }
        }
    }
}
