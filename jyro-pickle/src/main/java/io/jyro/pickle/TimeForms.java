package io.jyro.pickle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;

import io.jyro.SerializationException;

/**
 * Writes Java's dates and times as calls of Python's constructors, truncated to microseconds unless the peer reads the
 * {@link #isExact exact form}.
 */
final class TimeForms {
    private static final int DATE_BYTES = 4;
    private static final int TIME_BYTES = 6;
    private static final int LAST_YEAR = 9999;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final long MOST_DAYS = 999_999_999;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_MICRO = 1000;

    private final PickleWriter writer;
    private final PickleOutput out;
    private final boolean hasZones;

    /** Omits time zones in protocol 2, since Python 2 has no class for them. */
    TimeForms(PickleWriter writer, PickleOutput out) {
        this.writer = writer;
        this.out = out;
        this.hasZones = !out.isForPython2();
    }

    /**
     * Writes a value that Python's types cannot represent exactly, as a call that only Jyro's {@link TimeConstructors}
     * know. Returns false if they can.
     */
    boolean isExact(Object value) {
        Object exact = value instanceof Instant instant && isFiner(instant)
                ? instant.atOffset(ZoneOffset.UTC)
                : value;
        String constructor = switch (exact) {
            case LocalTime time when isFiner(time) -> TimeConstructors.TIME;
            case OffsetTime time when isFiner(time) -> TimeConstructors.OFFSET_TIME;
            case LocalDateTime time when isFiner(time) -> TimeConstructors.DATE_TIME;
            case OffsetDateTime time when isFiner(time) ->
                TimeConstructors.OFFSET_DATE_TIME;
            case ZonedDateTime time when isFiner(time)
                    || !(time.getZone() instanceof ZoneOffset) ->
                TimeConstructors.ZONED_DATE_TIME;
            case Duration duration when isFiner(duration.toNanosPart()) ->
                TimeConstructors.DURATION;
            default -> null;
        };
        if (constructor == null) {
            return false;
        }
        out.global(constructor);
        out.text(exact.toString());
        out.call(1);
        return true;
    }

    private static boolean isFiner(Temporal time) {
        return isFiner(time.get(ChronoField.NANO_OF_SECOND));
    }

    private static boolean isFiner(int nanos) {
        return nanos % NANOS_PER_MICRO != 0;
    }

    void date(LocalDate date) {
        out.global("datetime.date");
        byte[] packed = new byte[DATE_BYTES];
        pack(date, packed);
        out.bytes(packed, 0, packed.length);
        out.call(1);
    }

    void time(LocalTime time) {
        out.global("datetime.time");
        pack(time);
        out.call(1);
    }

    void time(OffsetTime time) {
        if (!hasZones) {
            out.text(
                    DateTimeFormatter.ISO_OFFSET_TIME.format(time.truncatedTo(ChronoUnit.MICROS)));
            return;
        }
        out.global("datetime.time");
        pack(time.toLocalTime());
        offset(time.getOffset());
        out.call(2);
    }

    void dateTime(LocalDateTime time) {
        out.global("datetime.datetime");
        pack(time);
        out.call(1);
    }

    void dateTime(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new SerializationException(
                    "the Instant " + instant
                            + " is beyond Python's dates, which go from the year 1 to "
                            + LAST_YEAR);
        }
        dateTime(instant.atOffset(ZoneOffset.UTC));
    }

    void dateTime(OffsetDateTime time) {
        if (!hasZones) {
            writer.plain(time);
            return;
        }
        out.global("datetime.datetime");
        pack(time.toLocalDateTime());
        offset(time.getOffset());
        out.call(2);
    }

    void duration(Duration duration) {
        long days = Math.floorDiv(duration.getSeconds(), SECONDS_PER_DAY);
        if (Math.abs(days) > MOST_DAYS) {
            throw new SerializationException(
                    "a Duration of " + days + " days is more than Python's timedelta holds");
        }
        out.global("datetime.timedelta");
        out.integer(days);
        out.integer(Math.floorMod(duration.getSeconds(), SECONDS_PER_DAY));
        out.integer(duration.getNano() / NANOS_PER_MICRO);
        out.call(3);
    }

    void offset(ZoneOffset offset) {
        out.global("datetime.timezone");
        duration(Duration.ofSeconds(offset.getTotalSeconds()));
        out.call(1);
    }

    private void pack(LocalDateTime time) {
        byte[] packed = new byte[DATE_BYTES + TIME_BYTES];
        pack(time.toLocalDate(), packed);
        pack(time.toLocalTime(), packed, DATE_BYTES);
        out.bytes(packed, 0, packed.length);
    }

    private void pack(LocalTime time) {
        byte[] packed = new byte[TIME_BYTES];
        pack(time, packed, 0);
        out.bytes(packed, 0, packed.length);
    }

    private static void pack(LocalDate date, byte[] packed) {
        int year = date.getYear();
        if (year < 1 || year > LAST_YEAR) {
            throw new SerializationException("the year " + year
                    + " is beyond Python's dates, which go from 1 to " + LAST_YEAR);
        }
        packed[0] = (byte) (year >> Byte.SIZE);
        packed[1] = (byte) year;
        packed[2] = (byte) date.getMonthValue();
        packed[3] = (byte) date.getDayOfMonth();
    }

    private static void pack(LocalTime time, byte[] packed, int at) {
        int micros = time.getNano() / NANOS_PER_MICRO;
        packed[at] = (byte) time.getHour();
        packed[at + 1] = (byte) time.getMinute();
        packed[at + 2] = (byte) time.getSecond();
        packed[at + 3] = (byte) (micros >> 16);
        packed[at + 4] = (byte) (micros >> 8);
        packed[at + 5] = (byte) micros;
    }
}
