package io.jyro.serialize.bind;

import java.math.BigDecimal;
import java.math.BigInteger;

import io.jyro.TypeMismatchException;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NumberBindingTest {
    private static final BigInteger HUGE = BigInteger.TWO.pow(100);

    @Test
    void anIntFitsEveryWidthThatHoldsIt() {
        assertThat(bind(byte.class, 127)).isEqualTo((byte) 127);
        assertThat(bind(short.class, -32768)).isEqualTo((short) -32768);
        assertThat(bind(int.class, 5)).isEqualTo(5);
        assertThat(bind(long.class, 5)).isEqualTo(5L);
        assertThat(bind(long.class, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(bind(BigInteger.class, 5)).isEqualTo(BigInteger.valueOf(5));
        assertThat(bind(BigInteger.class, HUGE)).isEqualTo(HUGE);
        assertThat(bind(Integer.class, 5)).isEqualTo(5);
    }

    @Test
    void anIntOutOfRangeIsRefused() {
        assertRefused(byte.class, 128,
                "expected Java byte (-128 to 127), but got int 128; declare long for larger numbers");
        assertRefused(short.class, 32768, "int 32768");
        assertRefused(int.class, 1L << 31, "int 2147483648");
        assertRefused(int.class, HUGE, "int of 101 bits");
        assertRefused(long.class, BigInteger.TWO.pow(63),
                "but got int of 64 bits; declare BigInteger for larger numbers");
    }

    @Test
    void aFloatWithoutFractionFitsAnInt() {
        assertThat(bind(int.class, 3.0)).isEqualTo(3);
        assertThat(bind(long.class, 1e15)).isEqualTo(1_000_000_000_000_000L);
        assertThat(bind(BigInteger.class, 1e20)).isEqualTo(new BigInteger("100000000000000000000"));
    }

    @Test
    void aFloatThatIsNoWholeNumberIsRefusedForAnInt() {
        assertRefused(int.class, 1.5, "expected int, but got float 1.5");
        assertRefused(int.class, 1e10, "float 1.0E10");
        assertRefused(long.class, Double.NaN, "float NaN");
        assertRefused(BigInteger.class, Double.POSITIVE_INFINITY, "float Infinity");
    }

    @Test
    void anIntFitsAFloatThatHoldsAllOfIt() {
        assertThat(bind(double.class, 5)).isEqualTo(5.0);
        assertThat(bind(double.class, 1L << 60)).isEqualTo(0x1p60);
        assertThat(bind(double.class, HUGE)).isEqualTo(0x1p100);
        assertThat(bind(float.class, 1 << 24)).isEqualTo(0x1p24f);
    }

    @Test
    void anIntThatAFloatWouldRoundIsRefused() {
        assertRefused(double.class, (1L << 53) + 1,
                "expected double, but got int 9007199254740993");
        assertRefused(double.class, Long.MAX_VALUE, "int 9223372036854775807");
        assertRefused(double.class, HUGE.add(BigInteger.ONE), "int of 101 bits");
        assertRefused(double.class, BigInteger.TWO.pow(2000), "int of 2001 bits");
        assertRefused(float.class, (1 << 24) + 1, "int 16777217");
    }

    @Test
    void aFloatOfLessWidthLosesDigitsButNotItsSize() {
        assertThat(bind(float.class, 0.1)).isEqualTo(0.1f);
        assertThat(bind(float.class, Double.NaN)).isEqualTo(Float.NaN);
        assertThat(bind(float.class, Double.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertRefused(float.class, 1e39, "float 1.0E39");
    }

    @Test
    void aDecimalComesFromTextAndNumbers() {
        assertThat(bind(BigDecimal.class, "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(bind(BigDecimal.class, 0.1)).isEqualTo(new BigDecimal("0.1"));
        assertThat(bind(BigDecimal.class, 7)).isEqualTo(new BigDecimal(7));
        assertRefused(BigDecimal.class, "seven", "expected BigDecimal, but got str");
        assertRefused(BigDecimal.class, Double.NaN, "float NaN");
        assertRefused(BigDecimal.class, "1".repeat(5000), "str");
    }

    @Test
    void aDecimalOfGiganticExponentTakesNoTime() {
        assertRefused(BigInteger.class, new BigDecimal("1e999999999"), "Decimal");
        assertRefused(long.class, new BigDecimal("1e-999999999"), "Decimal");
        assertRefused(double.class, new BigDecimal("1e999999999"), "Decimal");
    }

    @Test
    void boolsAndTextsAreNoNumbers() {
        assertRefused(int.class, true, "expected int, but got bool");
        assertRefused(int.class, "5", "expected int, but got str");
        assertRefused(double.class, Tuple.of(), "tuple");
    }

    @Test
    void noneIsNullButNotForAPrimitive() {
        assertThat(bind(Integer.class, null)).isNull();
        assertThat(bind(BigDecimal.class, null)).isNull();
        assertRefused(int.class, null, "expected int, but got None");
    }

    @Test
    void anyNumberIsANumber() {
        assertThat(bind(Number.class, 5)).isEqualTo(5);
        assertThat(bind(Number.class, 1.5)).isEqualTo(1.5);
        assertRefused(Number.class, "5", "expected Number, but got str");
    }

    private static @Nullable Object bind(Class<?> type, @Nullable Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }

    private static void assertRefused(Class<?> type, @Nullable Object plain, String message) {
        assertThatThrownBy(() -> bind(type, plain)).isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining(message);
        assertThat(Bindings.of(type).score(plain, DecodeBudget.ofNoPayload()))
                .isEqualTo(Binding.UNFIT);
    }
}
