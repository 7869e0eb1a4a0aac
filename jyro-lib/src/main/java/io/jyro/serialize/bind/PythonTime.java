package io.jyro.serialize.bind;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Writes Java's dates and times like Python's {@code isoformat}: with seconds, and with microseconds unless they are
 * zero. The exact form, for peers that read it, also contains nanoseconds unless they are zero, and the region of a
 * zone after the offset.
 *
 * @see "docs/protocol.md, 17 Agreements between Jyro peers"
 */
public final class PythonTime {
    private static final int NANOS_PER_MICRO = 1000;
    private static final int DIGITS_OF_NANOS = 9;
    private static final int LONGEST_REGION = 100;

    private PythonTime() {}

    /** Returns text like {@code 2021-02-03T04:05:06.000789}, truncated to microseconds unless it is to be exact. */
    public static String of(LocalDateTime time, boolean exact) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time) + "T"
                + of(time.toLocalTime(), exact);
    }

    /** Returns text like {@code 2021-02-03T04:05:06+00:00}. */
    public static String of(OffsetDateTime time, boolean exact) {
        return of(time.toLocalDateTime(), exact) + of(time.getOffset());
    }

    /** Returns the same, in the exact form with the region: {@code 2021-02-03T04:05:06+01:00[Europe/Berlin]}. */
    public static String of(ZonedDateTime time, boolean exact) {
        String text = of(time.toOffsetDateTime(), exact);
        return exact && !(time.getZone() instanceof ZoneOffset)
                ? text + "[" + time.getZone().getId() + "]"
                : text;
    }

    /** Returns text like {@code 04:05:06} or {@code 04:05:06.000789}. */
    public static String of(LocalTime time, boolean exact) {
        StringBuilder text = new StringBuilder(18);
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond());
        int nanos = time.getNano();
        if (exact && nanos % NANOS_PER_MICRO != 0) {
            digits(text.append('.'), nanos, 100_000_000);
        } else if (nanos >= NANOS_PER_MICRO) {
            digits(text.append('.'), nanos / NANOS_PER_MICRO, 100_000);
        }
        return text.toString();
    }

    /** Returns {@code +00:00} where Java writes {@code Z}. */
    public static String of(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    }

    /** Returns the seconds, or in the exact form text like {@code PT1.5S} if a double cannot represent the duration. */
    public static Object of(Duration duration, boolean exact) {
        double seconds = seconds(duration);
        return exact && !duration.equals(duration(seconds)) ? duration.toString() : seconds;
    }

    /** Returns the result of Python's {@code total_seconds}. */
    static double seconds(Duration duration) {
        // adding two doubles would turn -0.1 into -0.09999999999999998
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), DIGITS_OF_NANOS))
                .doubleValue();
    }

    /**
     * Returns a duration of this many seconds, rounded to nanoseconds; null for NaN, and for a number that is too
     * large.
     */
    static @Nullable Duration duration(double seconds) {
        if (!(Math.abs(seconds) < Long.MAX_VALUE / 1e6)) {
            return null;
        }
        BigDecimal exact = BigDecimal.valueOf(seconds).setScale(DIGITS_OF_NANOS,
                RoundingMode.HALF_EVEN);
        long whole = exact.longValue();
        return Duration.ofSeconds(whole, exact.subtract(BigDecimal.valueOf(whole))
                .movePointRight(DIGITS_OF_NANOS).intValueExact());
    }

    /**
     * Parses a time with an offset. A region after the offset is ignored, since this Java may not know it, and date,
     * time and offset determine the result.
     *
     * @throws DateTimeException if the text is not such a time
     */
    static OffsetDateTime withOffset(String text) {
        int region = text.indexOf('[');
        if (region < 0) {
            return OffsetDateTime.parse(text);
        }
        if (!isRegion(text, region)) {
            throw new DateTimeException("it does not end with a time zone in brackets");
        }
        return OffsetDateTime.parse(text.substring(0, region));
    }

    private static boolean isRegion(String text, int bracket) {
        int end = text.length() - 1;
        if (text.charAt(end) != ']' || end - bracket < 2 || end - bracket > LONGEST_REGION) {
            return false;
        }
        for (int i = bracket + 1; i < end; i++) {
            char c = text.charAt(i);
            boolean isLetter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!isLetter && (c < '0' || c > '9') && "/_+-~.:".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return digits(text, number, 10);
    }

    private static StringBuilder digits(StringBuilder text, int number, int firstUnit) {
        for (int unit = firstUnit; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
        return text;
    }
}
