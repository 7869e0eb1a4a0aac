package io.jyro.serialize;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Java's dates and times as Python's {@code isoformat} writes them: seconds always, microseconds if there are any. */
final class PythonTime {
    private PythonTime() {}

    /** Like {@code 2021-02-03T04:05:06.000789}; what is below a microsecond is cut off. */
    static String of(LocalDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time) + "T" + of(time.toLocalTime());
    }

    /** Like {@code 2021-02-03T04:05:06+00:00}. */
    static String of(OffsetDateTime time) {
        return of(time.toLocalDateTime()) + of(time.getOffset());
    }

    /** Like {@code 04:05:06} or {@code 04:05:06.000789}. */
    static String of(LocalTime time) {
        StringBuilder text = new StringBuilder(15);
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond());
        int micros = time.getNano() / 1000;
        if (micros != 0) {
            text.append('.');
            for (int unit = 100_000; unit > 0; unit /= 10) {
                text.append((char) ('0' + micros / unit % 10));
            }
        }
        return text.toString();
    }

    /** Java says {@code Z} where Python says {@code +00:00}. */
    static String of(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    }

    /** As Python's {@code total_seconds}. */
    static double seconds(Duration duration) {
        // the sum of two doubles would make -0.09999999999999998 of -0.1
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .doubleValue();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
