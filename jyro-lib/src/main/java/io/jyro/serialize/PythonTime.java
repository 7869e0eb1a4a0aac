package io.jyro.serialize;

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
 * Java's dates and times as Python's {@code isoformat} writes them: seconds always, microseconds if there are any. The
 * exact form, for peers that read it, adds what Python does not have: nanoseconds if there are any, and the region of a
 * zone behind the offset.
 *
 * @see "docs/protocol.md, 17 Agreements between Jyro peers"
 */
final class PythonTime {
    private static final int NANOS_PER_MICRO = 1000;
    private static final int DIGITS_OF_NANOS = 9;
    private static final int LONGEST_REGION = 100;

    private PythonTime() {}

    /** Like {@code 2021-02-03T04:05:06.000789}; unless it is to be exact, what is below a microsecond is cut off. */
    static String of(LocalDateTime time, boolean exact) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time) + "T"
                + of(time.toLocalTime(), exact);
    }

    /** Like {@code 2021-02-03T04:05:06+00:00}. */
    static String of(OffsetDateTime time, boolean exact) {
        return of(time.toLocalDateTime(), exact) + of(time.getOffset());
    }

    /** The same, and if it is to be exact with the region, like {@code 2021-02-03T04:05:06+01:00[Europe/Berlin]}. */
    static String of(ZonedDateTime time, boolean exact) {
        String text = of(time.toOffsetDateTime(), exact);
        return exact && !(time.getZone() instanceof ZoneOffset)
                ? text + "[" + time.getZone().getId() + "]"
                : text;
    }

    /** Like {@code 04:05:06} or {@code 04:05:06.000789}. */
    static String of(LocalTime time, boolean exact) {
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
    static String of(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    }

    /** Seconds; if it is to be exact and seconds do not hold it, text like {@code PT1.5S}. */
    static Object of(Duration duration, boolean exact) {
        double seconds = seconds(duration);
        return exact && !duration.equals(duration(seconds)) ? duration.toString() : seconds;
    }

    /** As Python's {@code total_seconds}. */
    static double seconds(Duration duration) {
        // adding two doubles would turn -0.1 into -0.09999999999999998
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), DIGITS_OF_NANOS))
                .doubleValue();
    }

    /** Of so many seconds, to the nanosecond as far as a double has it; null if they are too many or no number. */
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
     * The time with offset that a text says. A region behind the offset may be one that this Java does not know: date,
     * time and offset say all there is to know.
     *
     * @throws DateTimeException if it says none
     */
    static OffsetDateTime withOffset(String text) {
        int region = text.indexOf('[');
        if (region < 0) {
            return OffsetDateTime.parse(text);
        }
        if (!isRegion(text, region)) {
            throw new DateTimeException("no time zone stands in brackets at its end");
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
