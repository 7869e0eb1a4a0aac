package io.jyro.types;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import io.jyro.RemoteText;

/**
 * The unit of numpy's times, with its multiplier.
 *
 * @param count how many units a step is
 */
record TimeStep(int count, Unit unit) {
    /** numpy's units; the generic unit has no length. */
    enum Unit {
        GENERIC(""),
        YEAR("Y"),
        MONTH("M"),
        WEEK("W"),
        DAY("D"),
        HOUR("h"),
        MINUTE("m"),
        SECOND("s"),
        MILLI("ms"),
        MICRO("us"),
        NANO("ns"),
        PICO("ps"),
        FEMTO("fs"),
        ATTO("as");

        private final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    /** The number of numpy's NaT (not a time). */
    static final long NOT_A_TIME = Long.MIN_VALUE;
    static final TimeStep GENERIC = new TimeStep(1, Unit.GENERIC);

    private static final int MOST_DIGITS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    static TimeStep parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String name = text.substring(digits);
        if (digits <= MOST_DIGITS) {
            int count = digits == 0 ? 1 : Integer.parseInt(text.substring(0, digits));
            for (Unit unit : Unit.values()) {
                if (unit.text.equals(name) && count > 0
                        && (unit != Unit.GENERIC || digits == 0)) {
                    return new TimeStep(count, unit);
                }
            }
            if (name.equals("generic") && digits == 0) {
                return GENERIC;
            }
        }
        throw new IllegalArgumentException("'" + RemoteText.shown(text)
                + "' is not a unit of time of numpy, such as D, s, ms, us, ns or 10us");
    }

    /** Returns whether steps are whole days or more, so that points in time are dates. */
    boolean isOfDates() {
        return switch (unit) {
            case YEAR, MONTH, WEEK, DAY -> true;
            default -> false;
        };
    }

    /** Returns whether a step has a fixed length, unlike months. */
    boolean isFixed() {
        return unit != Unit.GENERIC && unit != Unit.YEAR && unit != Unit.MONTH;
    }

    /**
     * @throws ArithmeticException if Java has no such date and time
     * @throws UnsupportedOperationException if the unit is generic
     */
    LocalDateTime dateTime(long steps) {
        try {
            if (unit == Unit.YEAR || unit == Unit.MONTH) {
                LocalDate date = LocalDate.EPOCH;
                long units = Math.multiplyExact(steps, count);
                return (unit == Unit.YEAR ? date.plusYears(units) : date.plusMonths(units))
                        .atStartOfDay();
            }
            Duration since = duration(steps);
            return LocalDateTime.ofEpochSecond(since.getSeconds(), since.getNano(),
                    ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new ArithmeticException(
                    "the datetime64 " + steps + " * " + this + " is beyond Java's dates");
        }
    }

    /**
     * @throws ArithmeticException if it is too long for Java, or not a whole number of nanoseconds
     * @throws UnsupportedOperationException if the unit is generic, or has no fixed length
     */
    Duration duration(long steps) {
        if (!isFixed()) {
            throw new UnsupportedOperationException(unit == Unit.GENERIC
                    ? "a time without unit is a number only; read it as a long"
                    : "a number of months or years is not a fixed time; read it as a long");
        }
        if (steps == NOT_A_TIME) {
            throw new ArithmeticException("NaT is not a time; it can be read only as an object,"
                    + " where it is null");
        }
        long units = Math.multiplyExact(steps, count);
        return switch (unit) {
            case WEEK -> Duration.ofSeconds(Math.multiplyExact(units, 604_800));
            case DAY -> Duration.ofSeconds(Math.multiplyExact(units, 86_400));
            case HOUR -> Duration.ofSeconds(Math.multiplyExact(units, 3600));
            case MINUTE -> Duration.ofSeconds(Math.multiplyExact(units, 60));
            case SECOND -> Duration.ofSeconds(units);
            case MILLI -> parts(units, 1000);
            case MICRO -> parts(units, 1_000_000);
            case NANO -> parts(units, NANOS_PER_SECOND);
            case PICO -> parts(wholeNanos(units, 1000), NANOS_PER_SECOND);
            case FEMTO -> parts(wholeNanos(units, 1_000_000), NANOS_PER_SECOND);
            case ATTO -> parts(wholeNanos(units, NANOS_PER_SECOND), NANOS_PER_SECOND);
            case GENERIC, YEAR, MONTH -> throw new IllegalStateException(unit.name());
        };
    }

    private static Duration parts(long units, long perSecond) {
        return Duration.ofSeconds(Math.floorDiv(units, perSecond),
                Math.floorMod(units, perSecond) * (NANOS_PER_SECOND / perSecond));
    }

    private long wholeNanos(long units, long perNano) {
        if (units % perNano != 0) {
            throw new ArithmeticException(units + " " + unit.text
                    + " are not a whole number of nanoseconds, the unit of Java's times");
        }
        return units / perNano;
    }

    /** Returns the notation in a dtype. */
    @Override
    public String toString() {
        return (count == 1 ? "" : String.valueOf(count)) + unit.text;
    }
}
