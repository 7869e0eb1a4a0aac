package io.jyro.pickle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/** The constructors of Python's dates and times, which pack them into bytes, and of its time zones. */
final class TimeConstructors {
    private static final int DATE_BYTES = 4;
    private static final int TIME_BYTES = 6;
    private static final int BYTE = 0xff;
    /** Set in the month or hour if an ambiguous time, when clocks are set back, means its second occurrence. */
    private static final int FOLD = 0x80;
    private static final int MOST_DAYS = 999_999_999;
    private static final int NANOS_PER_MICRO = 1000;

    private static final String EXACT = "jyro.time.";
    static final String TIME = EXACT + "LocalTime";
    static final String OFFSET_TIME = EXACT + "OffsetTime";
    static final String DATE_TIME = EXACT + "LocalDateTime";
    static final String OFFSET_DATE_TIME = EXACT + "OffsetDateTime";
    static final String ZONED_DATE_TIME = EXACT + "ZonedDateTime";
    static final String DURATION = EXACT + "Duration";
    private static final int LONGEST_TEXT = 150;

    private TimeConstructors() {}

    static void addTo(Map<String, Constructor> table) {
        table.put("datetime.date", TimeConstructors::date);
        table.put("datetime.datetime", TimeConstructors::dateTime);
        table.put("datetime.time", TimeConstructors::time);
        table.put("datetime.timedelta", TimeConstructors::duration);
        table.put("datetime.timezone", TimeConstructors::offset);
        table.put("zoneinfo.ZoneInfo._unpickle", TimeConstructors::zone);
        table.put("zoneinfo.ZoneInfo", TimeConstructors::zone);
        table.put("pytz._UTC", arguments -> ZoneOffset.UTC);
        table.put("pytz._p", TimeConstructors::pytz);
        exact(table, TIME, LocalTime::parse);
        exact(table, OFFSET_TIME, OffsetTime::parse);
        exact(table, DATE_TIME, LocalDateTime::parse);
        exact(table, OFFSET_DATE_TIME, OffsetDateTime::parse);
        exact(table, ZONED_DATE_TIME, ZonedDateTime::parse);
        exact(table, DURATION, Duration::parse);
    }

    /** Adds a constructor that only Jyro writes, for values that Python's types cannot represent exactly. */
    private static void exact(Map<String, Constructor> table, String name,
            Function<String, Object> parser) {
        table.put(name, arguments -> {
            String text = arguments.expect(1, 1).text(0);
            if (text.length() > LONGEST_TEXT) {
                throw arguments.malformed(0, "the text of a time");
            }
            return checked(arguments, () -> parser.apply(text));
        });
    }

    private static Object date(ConstructorArguments arguments) {
        byte[] bytes = packed(arguments.expect(1, 1), DATE_BYTES);
        return checked(arguments, () -> date(bytes));
    }

    private static LocalDate date(byte[] bytes) {
        return LocalDate.of((bytes[0] & BYTE) << 8 | bytes[1] & BYTE, bytes[2] & ~FOLD & BYTE,
                bytes[3]);
    }

    private static LocalTime time(byte[] bytes, int at) {
        int micros = (bytes[at + 3] & BYTE) << 16 | (bytes[at + 4] & BYTE) << 8
                | bytes[at + 5] & BYTE;
        return LocalTime.of(bytes[at] & ~FOLD & BYTE, bytes[at + 1], bytes[at + 2],
                micros * NANOS_PER_MICRO);
    }

    private static Object dateTime(ConstructorArguments arguments) {
        byte[] bytes = packed(arguments.expect(1, 2), DATE_BYTES + TIME_BYTES);
        ZoneId zone = zoneOf(arguments);
        return checked(arguments, () -> {
            LocalDateTime local = LocalDateTime.of(date(bytes), time(bytes, DATE_BYTES));
            if (zone == null) {
                return local;
            }
            if (zone instanceof ZoneOffset offset) {
                return withRegion(local.atOffset(offset), arguments.part().region());
            }
            boolean isSecond = (bytes[2] & FOLD) != 0;
            return isSecond
                    ? local.atZone(zone).withLaterOffsetAtOverlap()
                    : local.atZone(zone);
        });
    }

    /** The offset of pytz is right; the region is kept if it has the same offset at that time. */
    private static Object withRegion(OffsetDateTime time, @Nullable ZoneId region) {
        return region != null
                && region.getRules().isValidOffset(time.toLocalDateTime(), time.getOffset())
                        ? time.atZoneSimilarLocal(region)
                        : time;
    }

    private static Object time(ConstructorArguments arguments) {
        byte[] bytes = packed(arguments.expect(1, 2), TIME_BYTES);
        ZoneId zone = zoneOf(arguments);
        return checked(arguments, () -> {
            LocalTime local = time(bytes, 0);
            if (zone == null) {
                return local;
            }
            if (zone instanceof ZoneOffset offset) {
                return OffsetTime.of(local, offset);
            }
            throw new SerializationException(
                    "it has a time of day in the zone " + RemoteText.shown(zone.toString())
                            + ", whose offset depends on the date; send a datetime");
        });
    }

    private static Object duration(ConstructorArguments arguments) {
        arguments.expect(3, 3);
        return Duration.ofDays(arguments.integer(0, -MOST_DAYS, MOST_DAYS))
                .plusSeconds(arguments.integer(1, 0, 86_399))
                .plusNanos(arguments.integer(2, 0, 999_999) * (long) NANOS_PER_MICRO);
    }

    private static Object offset(ConstructorArguments arguments) {
        if (arguments.expect(1, 2).get(0) instanceof Duration offset && offset.toNanosPart() == 0) {
            return checked(arguments, () -> ZoneOffset.ofTotalSeconds((int) offset.toSeconds()));
        }
        throw arguments.malformed(0, "a timedelta of whole seconds");
    }

    /** Takes the name of a zone; the rules are those of this machine. */
    private static Object zone(ConstructorArguments arguments) {
        String name = arguments.expect(1, 2).text(0);
        return checked(arguments, () -> ZoneId.of(name));
    }

    /** Takes the name of a pytz time zone, followed by its offset at that time. */
    private static Object pytz(ConstructorArguments arguments) {
        arguments.expect(1, 4);
        return arguments.count() == 1
                ? zone(arguments)
                : checked(arguments, () -> offsetIn(region(arguments.text(0)),
                        ZoneOffset.ofTotalSeconds(arguments.integer(1, -86_400, 86_400))));
    }

    private static Object offsetIn(@Nullable ZoneId region, ZoneOffset offset) {
        return region == null ? offset : Part.ofZone(offset, region);
    }

    private static @Nullable ZoneId region(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) { // a zone that this machine does not know; its offset suffices
            return null;
        }
    }

    private static @Nullable ZoneId zoneOf(ConstructorArguments arguments) {
        if (arguments.isNone(1)) {
            return null;
        }
        if (arguments.get(1) instanceof ZoneId zone) {
            return zone;
        }
        throw arguments.malformed(1, "a time zone of datetime, zoneinfo, pytz or dateutil");
    }

    private static byte[] packed(ConstructorArguments arguments, int length) {
        byte[] bytes = arguments.bytes(0);
        if (bytes.length != length) {
            throw arguments.malformed(0, length + " bytes");
        }
        return bytes;
    }

    private static Object checked(ConstructorArguments arguments, Supplier<Object> maker) {
        try {
            return maker.get();
        } catch (DateTimeException e) {
            throw new SerializationException("it calls " + arguments.callee().shownName()
                    + " with values that java.time does not support: " + RemoteText.message(e), e);
        }
    }
}
