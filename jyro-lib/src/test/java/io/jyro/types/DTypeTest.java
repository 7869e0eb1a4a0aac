package io.jyro.types;

import java.nio.ByteOrder;

import io.jyro.types.DType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"|b1", "|i1", "<i2", ">i2", "<i4", "<i8", ">i8", "|u1", "<u2", "<u4",
            ">u8", "<f2", "<f4", ">f8", "<c8", ">c16", "<M8", "<M8[ns]", ">M8[10us]", "<m8[D]",
            "<M8[Y]", "<U5", ">U1", "|S3", "<U0", "|S0"})
    void isPrintedAsItWasRead(String text) {
        assertThat(DType.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"f8, <f8", "=i4, <i4", "?, |b1", "<b1, |b1", ">u1, |u1", ">S3, |S3",
            "float64, <f8", "datetime64[ms], <M8[ms]", "<M8[generic], <M8", "<m8[1s], <m8[s]"})
    void otherSpellingsMeanTheSame(String text, String canonical) {
        assertThat(DType.parse(text)).isEqualTo(DType.parse(canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "f", "f3", "<i16", "x8", "<f8 ", "f8f8", "U-1", "U", "<M4",
            "<M8[", "<M8[]x", "<M8[q]", "<M8[0s]", "<M8[10]", "<f8[ns]", "<U9999999999",
            "<U99999999999999999999", "S1x", "b2", "c4", "<M8[99999999999s]", "(2,)f8"})
    void whatIsNoDtypeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DType.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"O, Python objects", "|O8, Python objects", "|V12, records", "<f16, longdouble",
            "<c32, longdouble", "T, strings of any length"})
    void whatJavaDoesNotHaveIsRefusedWithTheReason(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> DType.parse(text))
                .withMessageContaining(reason).withMessageContaining(text);
    }

    @Test
    void aVeryLongTextIsNotRepeated() {
        assertThatIllegalArgumentException().isThrownBy(() -> DType.parse("x".repeat(100_000)))
                .withMessageContaining("100000");
    }

    @Test
    void tellsItsParts() {
        DType type = DType.parse(">M8[25s]");

        assertThat(type.kind()).isEqualTo(Kind.DATETIME);
        assertThat(type.itemSize()).isEqualTo(8);
        assertThat(type.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(type.unit()).isEqualTo("25s");
        assertThat(DType.parse("<U5").itemSize()).isEqualTo(20);
    }

    @Test
    void theByteOrderMakesADifferenceWhereThereIsOne() {
        assertThat(DType.INT32.withByteOrder(ByteOrder.BIG_ENDIAN)).isNotEqualTo(DType.INT32)
                .hasToString(">i4");
        assertThat(DType.INT8.withByteOrder(ByteOrder.BIG_ENDIAN)).isEqualTo(DType.INT8);
    }

    @Test
    void onlyTimesHaveAUnit() {
        assertThat(DType.parse("<M8").withUnit("ms")).isEqualTo(DType.parse("<M8[ms]"));
        assertThatIllegalArgumentException().isThrownBy(() -> DType.FLOAT64.withUnit("ms"));
    }
}
