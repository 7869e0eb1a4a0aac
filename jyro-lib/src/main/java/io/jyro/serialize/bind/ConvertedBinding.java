package io.jyro.serialize.bind;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.types.Complex;
import org.jspecify.annotations.Nullable;

/**
 * Binding of types that are converted from a single value: text, boolean, dates and times, identifiers, addresses. URL
 * and Charset are not supported: for them the JDK loads classes by the names of protocols and charsets, and a peer must
 * never cause a class to be loaded by name.
 */
final class ConvertedBinding extends Binding {
    /**
     * The most characters of a text; a longer one cannot be any of these types, and parsing it would only cost time.
     */
    private static final int MAX_TEXT = 100_000;
    private static final int SCORE_OF_TEXT = 300;
    private static final String TIME_WITH_OFFSET = "a time like 2021-02-03T04:05:06+00:00 with offset";

    // Nearly every program needs these two, so they do not require the large table.
    private static final Conversion ITSELF = new Conversion("", UNFIT, new Function<>() {
        @Override
        public @Nullable Object apply(Object value) {
            return null;
        }
    });
    private static final Conversion TEXT = new Conversion("text", 990, new Function<>() {
        @Override
        public @Nullable Object apply(Object value) {
            return value instanceof CharSequence || value instanceof Character
                    ? value.toString()
                    : null;
        }
    });

    /** The conversions to all other types. The table is created at first use, since that takes long. */
    private static final class Table {
        static final Map<Class<?>, Conversion> CONVERSIONS = conversions();
    }

    private final Class<?> boxed;
    private final Conversion conversion;

    private ConvertedBinding(Class<?> type, Class<?> boxed, Conversion conversion) {
        super(type, type);
        this.boxed = boxed;
        this.conversion = conversion;
    }

    static @Nullable ConvertedBinding of(Class<?> type) {
        Conversion conversion = conversion(type);
        if (conversion == null) {
            return null;
        }
        Class<?> boxed = type == boolean.class
                ? Boolean.class
                : type == char.class ? Character.class : type;
        return new ConvertedBinding(type, boxed, conversion);
    }

    private static @Nullable Conversion conversion(Class<?> type) {
        if (type == String.class) {
            return TEXT;
        }
        if (type == boolean.class || type == Boolean.class) {
            return ITSELF;
        }
        return mayBeInTable(type) ? Table.CONVERSIONS.get(type) : null;
    }

    private static boolean mayBeInTable(Class<?> type) {
        return type == Path.class || !Iterable.class.isAssignableFrom(type)
                && !Map.class.isAssignableFrom(type)
                && (type.isPrimitive() || JdkClasses.contain(type)
                        || type == Complex.class || type == PyroUri.class
                        || type == ProxyState.class);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (boxed.isInstance(plain)) {
            return plain;
        }
        if (plain == null) {
            if (type().isPrimitive()) {
                throw mismatch(plain);
            }
            return null;
        }
        try {
            Object value = conversion.from(plain);
            if (value != null) {
                budget.addConverted(ConversionBudget.OBJECT);
                return value;
            }
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException
                | IllformedLocaleException | PyroException e) {
            throw mismatch(PythonNames.of(plain) + " that cannot be read as " + conversion.form(),
                    e);
        }
        throw mismatch(plain);
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return type().isPrimitive() ? UNFIT : NONE;
        }
        if (boxed.isInstance(plain)) {
            return EXACT;
        }
        try {
            return conversion.from(plain) == null ? UNFIT : conversion.score();
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException
                | IllformedLocaleException | PyroException e) {
            return UNFIT;
        }
    }

    @Override
    @Nullable
    Object bindKey(@Nullable Object plain, ConversionBudget budget) {
        return bind(boxed == Boolean.class && plain instanceof String text ? truth(text) : plain,
                budget);
    }

    @Override
    int scoreKey(@Nullable Object plain, ConversionBudget budget) {
        return boxed == Boolean.class && plain instanceof String text
                ? text.equals(truth(text)) ? UNFIT : SCORE_OF_TEXT
                : score(plain, budget);
    }

    /** Converts a boolean that json made a text because it was a key. */
    private static Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }

    private static Map<Class<?>, Conversion> conversions() {
        Map<Class<?>, Conversion> table = new HashMap<>();
        plain(table);
        names(table);
        times(table);
        return Map.copyOf(table);
    }

    private static void plain(Map<Class<?>, Conversion> table) {
        Conversion character = new Conversion("one character", 700,
                value -> value instanceof CharSequence text
                        && text.length() == 1 ? (Object) text.charAt(0) : null);
        table.put(char.class, character);
        table.put(Character.class, character);
        table.put(Complex.class,
                new Conversion("a number", 100,
                        value -> value instanceof Double || value instanceof Integer
                                ? new Complex(((Number) value).doubleValue(), 0)
                                : null));
        table.put(ProxyState.class, new Conversion("a proxy", 500,
                value -> value instanceof RemoteReference remote ? remote.proxyState() : null));
    }

    private static void names(Map<Class<?>, Conversion> table) {
        text(table, UUID.class, "a UUID", UUID::fromString);
        text(table, Path.class, "a path", Path::of);
        text(table, File.class, "a path", File::new);
        text(table, URI.class, "a URI", URI::create);
        text(table, PyroUri.class, "a Pyro uri", PyroUri::parse);
        text(table, Locale.class, "a language tag like en-GB",
                tag -> new Locale.Builder().setLanguageTag(tag).build());
        text(table, Currency.class, "the code of a currency", Currency::getInstance);
    }

    private static void times(Map<Class<?>, Conversion> table) {
        text(table, LocalDate.class, "a date like 2021-02-03", LocalDate::parse);
        text(table, LocalTime.class, "a time like 04:05:06", LocalTime::parse);
        text(table, LocalDateTime.class, "a time like 2021-02-03T04:05:06 without offset",
                LocalDateTime::parse);
        table.put(OffsetDateTime.class, new Conversion(TIME_WITH_OFFSET, 650,
                ConvertedBinding::withOffset));
        table.put(ZonedDateTime.class,
                new Conversion(TIME_WITH_OFFSET, 640,
                        value -> switch (value) {
                            case String text -> ZonedDateTime.parse(shortened(text));
                            case OffsetDateTime time -> time.toZonedDateTime();
                            default -> null;
                        }));
        text(table, OffsetTime.class, "a time like 04:05:06+00:00 with offset", OffsetTime::parse);
        text(table, Period.class, "text like P1Y2M3D", Period::parse);
        text(table, YearMonth.class, "text like 2021-02", YearMonth::parse);
        text(table, MonthDay.class, "text like --02-03", MonthDay::parse);
        table.put(Year.class, new Conversion("a year", 560, value -> switch (value) {
            case Integer year -> Year.of(year);
            case String text -> Year.parse(shortened(text));
            default -> null;
        }));
        text(table, ZoneId.class, "the id of a time zone", ZoneId::of);
        text(table, ZoneOffset.class, "an offset like +01:00", ZoneOffset::of);
        table.put(Instant.class, new Conversion(TIME_WITH_OFFSET, 650,
                value -> value instanceof Number seconds
                        ? since1970(seconds)
                        : instant(value)));
        table.put(Date.class, new Conversion(TIME_WITH_OFFSET, 640, value -> {
            Instant instant = instant(value);
            return instant == null ? null : Date.from(instant);
        }));
        table.put(Duration.class, new Conversion("a number of seconds or text like PT1.5S", 550,
                value -> switch (value) {
                    case String text -> Duration.parse(shortened(text));
                    case Number seconds -> duration(seconds);
                    default -> null;
                }));
    }

    private static <T> void text(Map<Class<?>, Conversion> table, Class<T> type, String form,
            Function<String, T> parser) {
        table.put(type, new Conversion(form, 650,
                value -> value instanceof String text ? parser.apply(shortened(text)) : null));
    }

    private static String shortened(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("text of " + text.length() + " characters");
        }
        return text;
    }

    private static @Nullable OffsetDateTime withOffset(Object value) {
        return switch (value) {
            case String text -> PythonTime.withOffset(shortened(text));
            case OffsetDateTime time -> time;
            case ZonedDateTime time -> time.toOffsetDateTime();
            default -> null;
        };
    }

    private static @Nullable Instant instant(Object value) {
        OffsetDateTime time = withOffset(value);
        return time == null ? null : time.toInstant();
    }

    /**
     * Converts seconds since 1970, rounded to microseconds like in Python: for a current time, a double has hardly more
     * digits.
     */
    private static @Nullable Instant since1970(Number seconds) {
        return switch (seconds) {
            case Integer whole -> Instant.ofEpochSecond(whole);
            case Long whole -> Instant.ofEpochSecond(whole);
            case Double real -> Math.abs(real) < Long.MAX_VALUE / 1e6
                    ? Instant.EPOCH.plus(Math.round(real * 1e6), ChronoUnit.MICROS)
                    : null;
            default -> null;
        };
    }

    /** Converts a number of seconds; returns null for numbers of other classes. */
    private static @Nullable Duration duration(Number seconds) {
        return switch (seconds) {
            case Integer whole -> Duration.ofSeconds(whole);
            case Long whole -> Duration.ofSeconds(whole);
            case Double real -> PythonTime.duration(real);
            default -> null;
        };
    }

    /**
     * A conversion from other values to a type.
     *
     * @param form the expected form of the value, in words
     * @param maker converts a value, or returns null if it does not accept its class
     */
    private record Conversion(String form, int score, Function<Object, @Nullable Object> maker) {
        @Nullable
        Object from(Object plain) {
            return maker.apply(plain);
        }
    }
}
