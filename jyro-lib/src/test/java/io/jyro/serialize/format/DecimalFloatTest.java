package io.jyro.serialize.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecimalFloatTest {
    private static final long LARGEST = 999_999_999_999_999_999L;

    private static void assertNearest(long mantissa, int power) {
        double found = DecimalFloat.of(mantissa, power);
        if (!Double.isNaN(found)) {
            assertThat(Double.doubleToRawLongBits(found)).as("%de%d", mantissa, power)
                    .isEqualTo(Double.doubleToRawLongBits(
                            Double.parseDouble(mantissa + "e" + power)));
        }
    }

    @Test
    void everyPowerGivesTheNearestDouble() {
        Random random = new Random(CodecContract.SEED);
        for (int power = -61; power <= 61; power++) {
            for (int i = 0; i < 5_000; i++) {
                assertNearest(1 + (random.nextLong() >>> 1 + random.nextInt(62)) % LARGEST, power);
            }
            assertNearest(1, power);
            assertNearest(LARGEST, power);
        }
    }

    @Test
    void numbersHalfWayBetweenTwoDoublesGoToTheEvenOne() {
        Random random = new Random(CodecContract.SEED);
        for (int i = 0; i < 100_000; i++) {
            double below = Double.longBitsToDouble(
                    (long) (1023 + random.nextInt(58)) << 52 | random.nextLong() >>> 12);
            BigDecimal half = new BigDecimal(below).add(new BigDecimal(Math.nextUp(below)))
                    .divide(BigDecimal.valueOf(2)).stripTrailingZeros();
            for (int more = -1; more <= 1; more++) {
                BigInteger digits = half.unscaledValue().add(BigInteger.valueOf(more));
                if (digits.compareTo(BigInteger.valueOf(LARGEST)) <= 0) {
                    assertNearest(digits.longValue(), -half.scale());
                }
            }
        }
    }

    @Test
    void whatPythonWritesForADoubleIsReadInThisWay() {
        Random random = new Random(CodecContract.SEED);
        int unknown = 0;
        for (int i = 0; i < 100_000; i++) {
            BigDecimal text = new BigDecimal(Double.toString(random.nextDouble()));
            double found = DecimalFloat.of(text.unscaledValue().longValue(), -text.scale());
            unknown += Double.isNaN(found) ? 1 : 0;
        }

        assertThat(unknown).isLessThan(10);
    }
}
