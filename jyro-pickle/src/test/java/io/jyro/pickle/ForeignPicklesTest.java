package io.jyro.pickle;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Objects of Python's library and of common ones that have a nearest value, or only hold attributes. */
@SuppressWarnings("StringConcatToTextBlock") // line breaks are bytes of the format
class ForeignPicklesTest {
    private static final String UTC = "ccopy_reg\n_reconstructor\n(cdateutil.tz.tz\ntzutc\n"
            + "c__builtin__\nobject\nNtR";
    private static final String OFFSET = "ccopy_reg\n_reconstructor\n(cdateutil.tz.tz\ntzoffset\n"
            + "c__builtin__\nobject\nNtR}S'_name'\nNsS'_offset'\ncdatetime\ntimedelta\n"
            + "(I0\nI3600\nI0\ntRsb";
    private static final String FILE = "cdateutil.tz.tz\ntzfile\n(NS'/usr/share/zoneinfo/Asia/Tokyo'\n"
            + "tR}S'_filename'\nS'Asia/Tokyo'\nsb";
    private static final String LOCAL = "ccopy_reg\n_reconstructor\n(cdateutil.tz.tz\ntzlocal\n"
            + "c__builtin__\nobject\nNtR}S'_hasdst'\nI00\nsS'_std_offset'\ncdatetime\ntimedelta\n"
            + "(I0\nI7200\nI0\ntRsb";

    private static @Nullable Object read(String instructions) {
        return Pickles.read(instructions.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aSimpleNamespaceIsAClassDictOfItsState() {
        ClassDict expected = ClassDict.of("types.SimpleNamespace", Map.of("a", 1));

        assertThat(read("ctypes\nSimpleNamespace\n(tR}S'a'\nI1\nsb.")).isEqualTo(expected);
        assertThat(read("ctypes\nSimpleNamespace\n(tR."))
                .isEqualTo(ClassDict.of("types.SimpleNamespace", Map.of()));
        assertThat(Pickles.read(Pickles.write(expected, 4))).isEqualTo(expected);
    }

    @Test
    void whatIsCalledWithValuesIsRefusedAsBefore() {
        assertThatThrownBy(() -> read("ctypes\nSimpleNamespace\n(I1\ntR."))
                .isInstanceOf(SerializationException.class).hasMessageContaining("to be called");
        assertThatThrownBy(() -> read("cgarden\nNamespace\n(tR}S'a'\nI1\nsb."))
                .isInstanceOf(SerializationException.class).hasMessageContaining("to be called");
    }

    @Test
    void zonesOfDateutilAreZones() {
        assertThat(read(UTC + ".")).isEqualTo(ZoneOffset.UTC);
        assertThat(read(OFFSET + ".")).isEqualTo(ZoneOffset.ofHours(1));
        assertThat(read(FILE + ".")).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(read(LOCAL + ".")).isEqualTo(ZoneOffset.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {UTC, OFFSET, FILE, LOCAL})
    void aDateTimeMayHaveThem(String zone) {
        assertThat(
                read("cdatetime\ndatetime\n(S'\\x07\\xe5\\x02\\x03\\x04\\x05\\x06\\x00\\x00\\x00'\n"
                        + zone + "tR."))
                .isInstanceOfAny(OffsetDateTime.class, ZonedDateTime.class)
                .asString().startsWith("2021-02-03T04:05:06");
    }

    private static @Nullable Object atClockChange(String hourAndMinute, String zone) {
        return read("cdatetime\ndatetime\n(S'\\x07\\xe5\\x0a\\x1f" + hourAndMinute
                + "\\x00\\x00\\x00\\x00'\n" + zone + "tR.");
    }

    @Test
    void aZoneWithARegionKeepsIt() {
        assertThat(atClockChange("\\x02\\x1e", FILE))
                .isEqualTo(ZonedDateTime.parse("2021-10-31T02:30+09:00[Asia/Tokyo]"));
        assertThat(atClockChange("\\x02\\x1e", pytz("Europe/Berlin", 7200)))
                .isEqualTo(ZonedDateTime.parse("2021-10-31T02:30+02:00[Europe/Berlin]"));
        assertThat(atClockChange("\\x02\\x1e", pytz("Europe/Berlin", 3600)))
                .isEqualTo(ZonedDateTime.parse("2021-10-31T02:30+01:00[Europe/Berlin]"));
        assertThat(atClockChange("\\x02\\x1e", "cpytz\n_p\n(S'Asia/Tokyo'\ntR"))
                .isEqualTo(ZonedDateTime.parse("2021-10-31T02:30+09:00[Asia/Tokyo]"));
    }

    @Test
    void anOffsetOfPytzThatItsRegionDoesNotHaveStays() {
        assertThat(atClockChange("\\x02\\x1e", pytz("Europe/Berlin", 3180))) // as without localize()
                .isEqualTo(OffsetDateTime.parse("2021-10-31T02:30+00:53"));
        assertThat(atClockChange("\\x02\\x1e", pytz("Europe/Atlantis", 3600)))
                .isEqualTo(OffsetDateTime.parse("2021-10-31T02:30+01:00"));
    }

    @Test
    void aZoneOfPytzByItselfIsItsOffset() {
        assertThat(read("(l" + pytz("Europe/Berlin", 3600) + "a."))
                .isEqualTo(List.of(ZoneOffset.ofHours(1)));
    }

    private static String pytz(String name, int offset) {
        return "cpytz\n_p\n(S'" + name + "'\nI" + offset + "\nI0\nS'CET'\ntR";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"S'/'\\nS'tmp'\\nS'x'\\n|/tmp/x", "S'a'\\nS'b'\\n|a/b",
            "|.", "S'/'\\n|/"})
    void aPathIsItsText(@Nullable String parts, String path) {
        String arguments = parts == null ? "" : parts.replace("\\n", "\n");

        assertThat(read("cpathlib\nPosixPath\n(" + arguments + "tR.")).isEqualTo(path);
        assertThat(read("cpathlib._local\nPurePosixPath\n(" + arguments + "tR.")).isEqualTo(path);
    }

    @Test
    void aPathOfWindowsKeepsItsSeparator() {
        assertThat(read("cpathlib\nWindowsPath\n(S'C:\\\\'\nS'x'\nS'y'\ntR."))
                .isEqualTo("C:\\x\\y");
    }

    @Test
    void arraysOfPython26AreRead() {
        assertThat(read("carray\narray\n(S'i'\nS'\\x01\\x00\\x00\\x00\\xff\\xff\\xff\\xff'\ntR."))
                .isEqualTo(new int[]{1, -1});
        assertThat(read("carray\narray\n(S'h'\nS'\\x01\\x00'\ntR.")).isEqualTo(new short[]{1});
        assertThat(read("carray\narray\n(S'd'\nS'\\x00\\x00\\x00\\x00\\x00\\x00\\xf8?'\ntR."))
                .isEqualTo(new double[]{1.5});
        assertThat(read("carray\narray\n(S'l'\nS'\\x01\\x00\\x00\\x00'\ntR."))
                .isEqualTo(new int[]{1});
        assertThat(read("carray\narray\n(S'b'\nS'ab'\ntR.")).isEqualTo(new byte[]{'a', 'b'});
        assertThatThrownBy(() -> read("carray\narray\n(S'i'\nS'abc'\ntR."))
                .hasMessageContaining("a multiple of 4 bytes");
    }
}
