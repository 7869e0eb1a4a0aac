package io.jyro.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.jyro.attacks.Attack;
import io.jyro.attacks.KnownAttacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that measures the processor time of payloads that are designed to be expensive. */
@Command(name = "cost", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures the processor time that hostile payloads take to be refused, or to be read, hashed, compared, printed"
                + " and echoed, and compares it with the time that their size allows.",
        "Exit status: 0 all payloads are within it, 1 one is not."})
final class CostComparison implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "4",
            description = "How often each payload is measured; the fastest counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--most-millis", paramLabel = "MS", defaultValue = "10",
            description = "Milliseconds that any payload may take. Default: ${DEFAULT-VALUE}")
    private double mostMillis;

    @Option(names = "--most-nanos-per-byte", paramLabel = "NS", defaultValue = "300",
            description = "Further nanoseconds that it may take for each byte. Default:"
                    + " ${DEFAULT-VALUE}")
    private double mostNanosPerByte;

    @Override
    public Integer call() {
        System.out.println(Machine.load());
        System.out.println("| payload | bytes | outcome | ms | of ms allowed |");
        System.out.println("|---|---|---|---|---|");
        List<Attack> attacks = new ArrayList<>(KnownAttacks.all());
        attacks.addAll(KnownAttacks.pickles());
        int exceeding = 0;
        for (Attack attack : attacks) {
            PayloadCost cost = PayloadCost.fastest(attack, rounds);
            double allowed = mostMillis + mostNanosPerByte * attack.payload().length / 1e6;
            boolean exceeds = cost.millis() > allowed;
            exceeding += exceeds ? 1 : 0;
            System.out.printf(Locale.ROOT, "| %s | %,d | %s | %.1f | %.1f%s |%n", attack,
                    attack.payload().length, cost.isRefused() ? "refused" : "read", cost.millis(),
                    allowed, exceeds ? ", exceeded" : "");
        }
        System.out.printf(Locale.ROOT, "%d of %d payloads exceed what is allowed%n", exceeding,
                attacks.size());
        return exceeding == 0 ? 0 : 1;
    }
}
