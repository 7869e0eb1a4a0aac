package io.jyro;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What values a configuration item can have, and how they are written as text.
 *
 * @param <T> the Java type of the values
 * @param allowed the values in words, for the manual and for errors: {@code 0 to 65535}
 * @param read from the text of an environment variable; throws IllegalArgumentException
 * @param write the text, in Python's spelling, that {@code read} reads
 * @param plain a value as Pyro has it: a number, a text, a list or set of texts
 * @param check whether a value is in the allowed range
 * @param isSecret whether nobody may see the values
 */
record ConfigKind<T>(String allowed, Function<String, T> read, Function<T, String> write,
        Function<T, Object> plain, Predicate<T> check, boolean isSecret) {

    static final ConfigKind<String> TEXT = kind("text",
            text -> text, text -> text, text -> true);
    static final ConfigKind<String> SECRET_TEXT = new ConfigKind<>("text",
            text -> text, text -> text, text -> text, text -> true, true);
    static final ConfigKind<Boolean> FLAG = kind("1, on, yes, true or 0, off, no, false",
            ConfigKind::readFlag, flag -> flag ? "True" : "False", flag -> true);
    static final ConfigKind<Duration> SECONDS = kind("seconds, 0 to 1000000000",
            ConfigKind::readSeconds, time -> String.valueOf(seconds(time)), ConfigKind::seconds,
            time -> !time.isNegative() && time.compareTo(Duration.ofSeconds(1_000_000_000)) <= 0);
    static final ConfigKind<Long> BYTES = kind("bytes, 0 or more",
            Long::valueOf, String::valueOf, bytes -> bytes >= 0);
    static final ConfigKind<List<String>> TEXTS = kind("texts with commas between, or nothing",
            text -> text.isBlank() ? List.of() : split(text), texts -> String.join(", ", texts),
            texts -> true);
    static final ConfigKind<ServerType> SERVER_TYPE = kind("thread or multiplex",
            text -> ServerType.valueOf(text.toUpperCase(Locale.ROOT)),
            ConfigKind::nameOf, ConfigKind::nameOf, type -> true);
    static final ConfigKind<Serializer> SERIALIZER = kind(names(List.of(Serializer.values())),
            Serializer::ofName, Serializer::pyroName, Serializer::pyroName, serializer -> true);
    static final ConfigKind<Set<Serializer>> SERIALIZERS = kind(
            "one or more, with commas between, of " + SERIALIZER.allowed(),
            ConfigKind::readSerializers, ConfigKind::names,
            set -> set.stream().map(Serializer::pyroName)
                    .collect(Collectors.toCollection(TreeSet::new)),
            set -> !set.isEmpty());
    static final ConfigKind<String> LOG_LEVEL = kind(
            "DEBUG, INFO, WARN, WARNING, ERROR or CRITICAL",
            text -> text.toUpperCase(Locale.ROOT), text -> text,
            Set.of("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL")::contains);

    static ConfigKind<Integer> count(int min, int max) {
        String range = max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
        return integer(range, number -> number >= min && number <= max);
    }

    static ConfigKind<Integer> integer(String allowed, Predicate<Integer> check) {
        return kind(allowed, Integer::valueOf, String::valueOf, check);
    }

    private static <T> ConfigKind<T> kind(String allowed, Function<String, T> read,
            Function<T, String> write, Predicate<T> check) {
        return kind(allowed, read, write, value -> value, check);
    }

    private static <T> ConfigKind<T> kind(String allowed, Function<String, T> read,
            Function<T, String> write, Function<T, Object> plain, Predicate<T> check) {
        return new ConfigKind<>(allowed, read, write, plain, check, false);
    }

    private static String nameOf(ServerType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static Boolean readFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true" -> true;
            case "0", "off", "no", "false" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static Duration readSeconds(String text) {
        double seconds = Double.parseDouble(text);
        // NaN, infinity and what does not fit into nanoseconds: any time that the check refuses
        return Math.abs(seconds) <= 2e9
                ? Duration.ofNanos(Math.round(seconds * 1e9))
                : Duration.ofSeconds(-1);
    }

    private static double seconds(Duration time) {
        return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9))
                .doubleValue();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Set<Serializer> readSerializers(String text) {
        Set<Serializer> serializers = new LinkedHashSet<>();
        split(text).forEach(name -> serializers.add(Serializer.ofName(name)));
        return Collections.unmodifiableSet(serializers);
    }

    private static String names(Collection<Serializer> serializers) {
        return serializers.stream().map(Serializer::pyroName).collect(Collectors.joining(", "));
    }
}
