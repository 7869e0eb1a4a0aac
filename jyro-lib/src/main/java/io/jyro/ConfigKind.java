package io.jyro;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
 * @param check whether a value is in the allowed range
 * @param isSecret whether nobody may see the values
 */
record ConfigKind<T>(String allowed, Function<String, T> read, Function<T, String> write, Predicate<T> check,
    boolean isSecret) {
    static final ConfigKind<String> TEXT = new ConfigKind<>("text", text -> text, text -> text, text -> true,
            false);
    static final ConfigKind<String> SECRET_TEXT = new ConfigKind<>("text", text -> text, text -> text, text -> true,
            true);
    static final ConfigKind<Boolean> FLAG = new ConfigKind<>("1, on, yes, true or 0, off, no, false",
            ConfigKind::readFlag, flag -> flag ? "True" : "False", flag -> true, false);
    static final ConfigKind<Duration> SECONDS = new ConfigKind<>("seconds, 0 to 1000000000", ConfigKind::readSeconds,
            ConfigKind::writeSeconds,
            time -> !time.isNegative() && time.compareTo(Duration.ofSeconds(1_000_000_000)) <= 0, false);
    static final ConfigKind<Long> BYTES = new ConfigKind<>("bytes, 0 or more", Long::valueOf, String::valueOf,
            bytes -> bytes >= 0, false);
    static final ConfigKind<List<String>> TEXTS = new ConfigKind<>("texts with commas between", ConfigKind::split,
            texts -> String.join(", ", texts), texts -> true, false);
    static final ConfigKind<ServerType> SERVER_TYPE = new ConfigKind<>("thread or multiplex",
            text -> ServerType.valueOf(text.toUpperCase(Locale.ROOT)), type -> type.name().toLowerCase(Locale.ROOT),
            type -> true, false);
    static final ConfigKind<Serializer> SERIALIZER = new ConfigKind<>(
            Arrays.stream(Serializer.values()).map(Serializer::pyroName).collect(Collectors.joining(", ")),
            Serializer::ofName, Serializer::pyroName, serializer -> true, false);
    static final ConfigKind<Set<Serializer>> SERIALIZERS = new ConfigKind<>(
            "one or more, with commas between, of " + SERIALIZER.allowed(), ConfigKind::readSerializers,
            set -> set.stream().map(Serializer::pyroName).collect(Collectors.joining(", ")), set -> !set.isEmpty(),
            false);
    static final ConfigKind<String> LOG_LEVEL = new ConfigKind<>("DEBUG, INFO, WARN, WARNING, ERROR or CRITICAL",
            text -> text.toUpperCase(Locale.ROOT), text -> text,
            Set.of("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL")::contains, false);

    static ConfigKind<Integer> count(int min, int max) {
        String range = max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
        return integer(range, number -> number >= min && number <= max);
    }

    static ConfigKind<Integer> integer(String allowed, Predicate<Integer> check) {
        return new ConfigKind<>(allowed, Integer::valueOf, String::valueOf, check, false);
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
        return Math.abs(seconds) <= 2e9 ? Duration.ofNanos(Math.round(seconds * 1e9)) : Duration.ofSeconds(-1);
    }

    private static String writeSeconds(Duration time) {
        return String.valueOf(
                BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9)).doubleValue());
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Set<Serializer> readSerializers(String text) {
        Set<Serializer> serializers = new LinkedHashSet<>();
        split(text).forEach(name -> serializers.add(Serializer.ofName(name)));
        return Collections.unmodifiableSet(serializers);
    }
}
