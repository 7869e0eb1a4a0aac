package io.jyro.serialize.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.jyro.serialize.PythonInteger;
import io.jyro.wire.ByteOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Numbers are written in the digits that Python writes. */
class PythonNumbersTest {
    private final ByteOutput out = new ByteOutput(16);

    private String written() {
        String text = new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
        out.position(0);
        return text;
    }

    private String written(double number) {
        PythonFloat.write(number, out);
        return written();
    }

    private String written(long number) {
        PythonInteger.write(number, out);
        return written();
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0.0", "-0.0, -0.0", "1.0, 1.0", "-1.5, -1.5", "0.001, 0.001",
            "0.0009999999, 0.0009999999", "0.0001, 0.0001", "0.00001, 1e-05", "0.1, 0.1",
            "0.30000000000000004, 0.30000000000000004", "123.456, 123.456",
            "999999999.999999, 999999999.999999", "999999999.9999999, 999999999.9999999",
            "1000000000.0, 1000000000.0", "12345678.5, 12345678.5", "100.0, 100.0",
            "0.000001, 1e-06", "0.0010001, 0.0010001", "5.000001, 5.000001",
            "1e15, 1000000000000000.0",
            "1e16, 1e+16", "-273.15, -273.15", "0.0625, 0.0625", "20.0000005, 20.0000005"})
    void aFloatHasTheDigitsThatPythonGivesIt(double number, String wanted) {
        assertThat(written(number)).isEqualTo(wanted);
    }

    @Test
    void aNumberOfFewDecimalsIsWrittenWithJustThese() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            int decimals = random.nextInt(9);
            long digits = random.nextLong(1L << random.nextInt(1, 50));
            double number = BigDecimal.valueOf(digits, decimals).doubleValue();
            if (number < 1e-3 || number >= 1e7) {
                continue; // Java writes these in another form
            }

            assertThat(written(number)).isEqualTo(Double.toString(number));
            assertThat(written(-number)).isEqualTo(Double.toString(-number));
        }
    }

    @Test
    void aNumberNextToOneOfFewDecimalsKeepsAllItsDigits() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 100_000; i++) {
            double number = Math.nextUp((random.nextInt(1, 1_000_000_000) + 1_000_000) / 1e6);

            assertThat(written(number)).isEqualTo(Double.toString(number));
        }
    }

    @Test
    void anIntegerHasAllItsDigits() {
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            for (long number : new long[]{power - 1, power, power + 1, power * 5, power * 9 + 7}) {
                assertThat(written(number)).isEqualTo(Long.toString(number));
                assertThat(written(-number)).isEqualTo(Long.toString(-number));
            }
        }
        assertThat(written(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(written(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(written(Long.MIN_VALUE + 1)).isEqualTo("-9223372036854775807");
    }

    @Test
    void randomIntegersHaveAllTheirDigits() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);

            assertThat(written(number)).isEqualTo(Long.toString(number));
        }
    }
}
