package io.jyro.pickle;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.jyro.attacks.Attack;
import io.jyro.attacks.KnownAttacks;
import io.jyro.serialize.CostRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What reading a pickle costs, in counts. */
class PickleCostTest {
    private static final PickleCodec CODEC = new PickleCodec();

    static List<Attack> attacks() {
        return KnownAttacks.pickles();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aKnownAttackCostsWhatItsSizeAllows(Attack attack) {
        CostRule.holds(CODEC, attack);
    }

    @Test
    void generatedByPythonCostsWhatItsSizeAllows() {
        List<Pickles.Captured> captured = Pickles.captured();
        assertThat(captured).isNotEmpty()
                .allSatisfy(pickle -> CostRule.holds(CODEC, pickle.bytes()));
    }

    @Test
    void emptyContainersAsPythonWritesThemAreRead() {
        for (String empty : List.of("]\u0094", "}\u0094", ")")) {
            byte[] pickle = ("\u0080\u0004](" + empty.repeat(100_000) + "e.")
                    .getBytes(StandardCharsets.ISO_8859_1);

            assertThat(CostRule.holds(CODEC, pickle)).as(empty).isTrue();
        }
    }
}
