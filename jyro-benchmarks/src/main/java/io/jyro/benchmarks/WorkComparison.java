package io.jyro.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that compares contenders in several works, without a goal. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares Jyro with raw sockets and with the alternatives to Jyro, in several works."
                + " Server and client are separate processes, started again in each round.",
        "Exit status: 0 measured, 3 something could not be measured."})
final class WorkComparison implements Callable<Integer> {
    @Option(names = "--work", paramLabel = "WORK", split = ",",
            description = "Work to measure; several may be given: ${COMPLETION-CANDIDATES}."
                    + " Default: all")
    private List<Work> works = List.of(Work.values());

    @Option(names = "--contender", paramLabel = "NAME", split = ",",
            description = "Contender to measure, as named in the table of results; several may"
                    + " be given. The raw socket always takes part, since the others are"
                    + " compared with it. Default: all")
    private Set<String> names = Set.of();

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Option(names = "--pin", paramLabel = "one|apart|free", defaultValue = "free",
            description = "Both processes on one core, on a core each, or where the scheduler puts them. Default: ${DEFAULT-VALUE}")
    private Pinning pinning = Pinning.FREE;

    @Option(names = "--python", paramLabel = "FILE", defaultValue = "${env:JYRO_BENCH_PYTHON}",
            description = "A Python that has Pyro4, Pyro5 and serpent. Default: $JYRO_BENCH_PYTHON, else the environments that scripts/python-peers makes")
    private @Nullable Path python;

    @Option(names = "--markdown", paramLabel = "FILE",
            description = "Also writes the table of all results to this file, again after each"
                    + " work")
    private @Nullable Path markdown;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        options.check();
        pinning.check();
        Map<Work, List<Contender>> chosen = chosen();
        Programs programs = new Programs(options.jvm(), PythonPeers.of(python));
        checkPresent(chosen, programs);
        System.out.println("Server and client in processes of their own, " + pinning.description());
        options.facts().forEach(System.out::println);
        Comparison comparison = new Comparison(options, pinning, programs);
        Map<Work, Report> reports = new EnumMap<>(Work.class);
        for (Map.Entry<Work, List<Contender>> each : chosen.entrySet()) {
            reports.put(each.getKey(), comparison.run(each.getKey(), each.getValue()));
            System.out.println(Machine.load());
            if (markdown != null) {
                Files.writeString(markdown, MarkdownTable.of(reports));
            }
        }
        System.out.printf("%n%s", MarkdownTable.of(reports));
        return 0;
    }

    private Map<Work, List<Contender>> chosen() {
        Set<String> known = works.stream().flatMap(work -> work.contenders().stream())
                .map(Contender::name).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!known.containsAll(names)) {
            throw options.refusal("not all of " + String.join(", ", names) + " are contenders of"
                    + " these works; their contenders are " + String.join(", ", known));
        }
        Map<Work, List<Contender>> chosen = new EnumMap<>(Work.class);
        for (Work work : works) {
            List<Contender> all = work.contenders();
            List<Contender> others = all.stream().skip(1)
                    .filter(one -> names.isEmpty() || names.contains(one.name())).toList();
            if (others.isEmpty() && !names.contains(all.getFirst().name())) {
                System.out.println(work + " is left out: none of " + String.join(", ", names)
                        + " can do it");
            } else {
                chosen.put(work, Stream.concat(Stream.of(all.getFirst()), others.stream())
                        .toList());
            }
        }
        return chosen;
    }

    // Checked before the first round, so that a missing program is reported at once and not after half an hour.
    private static void checkPresent(Map<Work, List<Contender>> chosen, Programs programs)
            throws IOException, InterruptedException {
        Set<String> checked = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        for (List<Contender> contenders : chosen.values()) {
            for (Contender contender : contenders) {
                if (checked.add(contender.name())) {
                    Optional<String> reason = contender.missing(programs);
                    reason.ifPresent(why -> missing.add(contender.name() + " cannot take part: "
                            + why));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), missing)
                    + System.lineSeparator()
                    + "Or measure without them: --contender names the contenders that take part");
        }
    }
}
