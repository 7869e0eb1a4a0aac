package io.jyro.types;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComplexTest {
    @Test
    void readsAsInPython() {
        assertThat(new Complex(1, 2)).hasToString("(1+2j)");
        assertThat(new Complex(0, 2.5)).hasToString("2.5j");
        assertThat(new Complex(-0.0, -1)).hasToString("(-0-1j)");
        assertThat(new Complex(1, -0.0)).hasToString("(1-0j)");
        assertThat(new Complex(1e16, 1e-7)).hasToString("(1e+16+1e-07j)");
        assertThat(new Complex(1e15, -1.5e300)).hasToString("(1000000000000000-1.5e+300j)");
        assertThat(new Complex(Double.POSITIVE_INFINITY, Double.NaN)).hasToString("(inf+nanj)");
    }

    @Test
    void isOrderedByRealPartFirst() {
        assertThat(new Complex(1, 9)).isLessThan(new Complex(2, 0))
                .isGreaterThan(new Complex(1, 8));
    }

    @Test
    void orderAgreesWithEqualityForZerosAndWhatIsNotANumber() {
        assertThat(new Complex(0.0, 0)).isNotEqualByComparingTo(new Complex(-0.0, 0))
                .isNotEqualTo(new Complex(-0.0, 0));
        assertThat(new Complex(Double.NaN, 0)).isEqualByComparingTo(new Complex(Double.NaN, 0))
                .isEqualTo(new Complex(Double.NaN, 0));
    }
}
