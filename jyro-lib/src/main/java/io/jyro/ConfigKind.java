package io.jyro;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The type and range of a configuration item's values, and how they are written as text.
 *
 * <p>Each kind is a class and not a record of functions: every program reads the configuration when it starts, and a
 * lambda costs a start far more than a class does.
 *
 * @param <T> the Java type of the values
 */
abstract class ConfigKind<T> {
    static final ConfigKind<String> TEXT = new Text(false);
    static final ConfigKind<String> SECRET_TEXT = new Text(true);
    static final ConfigKind<Boolean> FLAG = new Flag();
    static final ConfigKind<Duration> SECONDS = new Seconds();
    static final ConfigKind<Long> BYTES = new Bytes();
    static final ConfigKind<List<String>> TEXTS = new Texts();
    static final ConfigKind<ServerType> SERVER_TYPE = new OfServerType();
    static final ConfigKind<Serializer> SERIALIZER = new OneSerializer();
    static final ConfigKind<Set<Serializer>> SERIALIZERS = new Serializers();
    static final ConfigKind<String> LOG_LEVEL = new LogLevel();
    static final ConfigKind<Integer> IP_VERSION = new IpVersion();

    static ConfigKind<Integer> count(int min, int max) {
        return new Count(min, max);
    }

    /** Returns the allowed values in words, for the manual and for errors: {@code 0 to 65535}. */
    abstract String allowed();

    /**
     * Returns the value that the text of an environment variable means.
     *
     * @throws IllegalArgumentException if it is not the text of a value
     */
    abstract T read(String text);

    /** Returns a value as text in Python's spelling, which {@link #read} reads. */
    String write(T value) {
        return String.valueOf(value);
    }

    /** Returns a value as Pyro has it: a number, a text, a list or set of texts. */
    Object plain(T value) {
        return value;
    }

    /** Returns whether a value is in the allowed range. */
    boolean allows(T value) {
        return true;
    }

    /** Returns whether the values must not be shown to anybody. */
    boolean isSecret() {
        return false;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parts.add(part.strip());
        }
        return Collections.unmodifiableList(parts);
    }

    private static String names(Collection<Serializer> serializers) {
        StringJoiner names = new StringJoiner(", ");
        for (Serializer serializer : serializers) {
            names.add(serializer.pyroName());
        }
        return names.toString();
    }

    private static final class Text extends ConfigKind<String> {
        private final boolean secret;

        Text(boolean secret) {
            this.secret = secret;
        }

        @Override
        String allowed() {
            return "text";
        }

        @Override
        String read(String text) {
            return text;
        }

        @Override
        boolean isSecret() {
            return secret;
        }
    }

    private static final class Flag extends ConfigKind<Boolean> {
        @Override
        String allowed() {
            return "1, on, yes, true or 0, off, no, false";
        }

        @Override
        Boolean read(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "1", "on", "yes", "true" -> true;
                case "0", "off", "no", "false" -> false;
                default -> throw new IllegalArgumentException("not a boolean");
            };
        }

        @Override
        String write(Boolean flag) {
            return flag ? "True" : "False";
        }
    }

    private static final class Seconds extends ConfigKind<Duration> {
        private static final Duration MOST = Duration.ofSeconds(1_000_000_000);

        @Override
        String allowed() {
            return "seconds, 0 to 1000000000";
        }

        @Override
        Duration read(String text) {
            double seconds = Double.parseDouble(text);
            // for NaN, infinity and numbers that do not fit into nanoseconds: a time that is not allowed
            return Math.abs(seconds) <= 2e9
                    ? Duration.ofNanos(Math.round(seconds * 1e9))
                    : Duration.ofSeconds(-1);
        }

        @Override
        String write(Duration time) {
            return String.valueOf(seconds(time));
        }

        @Override
        Object plain(Duration time) {
            return seconds(time);
        }

        @Override
        boolean allows(Duration time) {
            return !time.isNegative() && time.compareTo(MOST) <= 0;
        }

        private static double seconds(Duration time) {
            return BigDecimal.valueOf(time.getSeconds())
                    .add(BigDecimal.valueOf(time.getNano(), 9)).doubleValue();
        }
    }

    private static final class Bytes extends ConfigKind<Long> {
        @Override
        String allowed() {
            return "bytes, 0 or more";
        }

        @Override
        Long read(String text) {
            return Long.valueOf(text);
        }

        @Override
        boolean allows(Long bytes) {
            return bytes >= 0;
        }
    }

    private static final class Count extends ConfigKind<Integer> {
        private final int min;
        private final int max;

        Count(int min, int max) {
            this.min = min;
            this.max = max;
        }

        @Override
        String allowed() {
            return max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
        }

        @Override
        Integer read(String text) {
            return Integer.valueOf(text);
        }

        @Override
        boolean allows(Integer number) {
            return number >= min && number <= max;
        }
    }

    private static final class IpVersion extends ConfigKind<Integer> {
        @Override
        String allowed() {
            return "0, 4 or 6";
        }

        @Override
        Integer read(String text) {
            return Integer.valueOf(text);
        }

        @Override
        boolean allows(Integer version) {
            return version == 0 || version == 4 || version == 6;
        }
    }

    private static final class Texts extends ConfigKind<List<String>> {
        @Override
        String allowed() {
            return "comma-separated texts, or nothing";
        }

        @Override
        List<String> read(String text) {
            return text.isBlank() ? List.of() : split(text);
        }

        @Override
        String write(List<String> texts) {
            return String.join(", ", texts);
        }
    }

    private static final class OfServerType extends ConfigKind<ServerType> {
        @Override
        String allowed() {
            return "thread or multiplex";
        }

        @Override
        ServerType read(String text) {
            return ServerType.valueOf(text.toUpperCase(Locale.ROOT));
        }

        @Override
        String write(ServerType type) {
            return type.name().toLowerCase(Locale.ROOT);
        }

        @Override
        Object plain(ServerType type) {
            return write(type);
        }
    }

    private static final class OneSerializer extends ConfigKind<Serializer> {
        @Override
        String allowed() {
            return names(List.of(Serializer.values()));
        }

        @Override
        Serializer read(String text) {
            return Serializer.ofName(text);
        }

        @Override
        String write(Serializer serializer) {
            return serializer.pyroName();
        }

        @Override
        Object plain(Serializer serializer) {
            return serializer.pyroName();
        }
    }

    private static final class Serializers extends ConfigKind<Set<Serializer>> {
        @Override
        String allowed() {
            return "one or more, comma-separated, of " + SERIALIZER.allowed();
        }

        @Override
        Set<Serializer> read(String text) {
            Set<Serializer> serializers = new LinkedHashSet<>();
            for (String name : split(text)) {
                serializers.add(Serializer.ofName(name));
            }
            return Collections.unmodifiableSet(serializers);
        }

        @Override
        String write(Set<Serializer> serializers) {
            return names(serializers);
        }

        @Override
        Object plain(Set<Serializer> serializers) {
            Set<String> names = new TreeSet<>();
            for (Serializer serializer : serializers) {
                names.add(serializer.pyroName());
            }
            return names;
        }

        @Override
        boolean allows(Set<Serializer> serializers) {
            return !serializers.isEmpty();
        }
    }

    private static final class LogLevel extends ConfigKind<String> {
        private static final Set<String> LEVELS = Set.of("DEBUG", "INFO", "WARN", "WARNING",
                "ERROR", "CRITICAL");

        @Override
        String allowed() {
            return "DEBUG, INFO, WARN, WARNING, ERROR or CRITICAL";
        }

        @Override
        String read(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        @Override
        boolean allows(String level) {
            return LEVELS.contains(level);
        }
    }
}
