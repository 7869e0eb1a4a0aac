package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Nested plain values that look for trouble: every plane of Unicode, lone surrogates, quotes, zero characters, integers
 * of any size, floats of any bits. The same seed gives the same values.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // digits to spare are what is tested
public final class ValueGenerator {
    /** What a value can be; a format that has no such thing is spared it. */
    public enum Kind {
        NONE,
        BOOLEAN,
        SMALL_INTEGER,
        LARGE_INTEGER,
        HUGE_INTEGER,
        FLOAT,
        NOT_A_NUMBER,
        INFINITY,
        COMPLEX,
        TEXT,
        LONE_SURROGATE,
        BYTES,
        LIST,
        TUPLE,
        SET,
        FROZEN_SET,
        DICT,
        KEYS_OF_ANY_KIND,
        NONE_AS_KEY
    }

    private static final int DEEPEST = 6;
    private static final String PUNCTUATION = " '\"\\\n\r\t\0\u007f{}[]()#,:%";
    private static final double[] FLOATS = {0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 1e17, 123456789.125,
            1e-3, 1e-4, 1e-5, 1e7,
            1e22, 1e23, 2e23, 5e-324, 1e-323, Double.MIN_NORMAL, Double.MAX_VALUE, Math.PI, 1.0 / 3,
            9007199254740993.0};
    private static final long[] INTEGERS = {0, 1, -1, 9, 10, -10, Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L, Integer.MIN_VALUE - 1L, Long.MAX_VALUE, Long.MIN_VALUE,
            1L << 15, 1L << 30, 1L << 45,
            1L << 60, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L};

    private final Random random;
    private final EnumSet<Kind> kinds;
    private final List<Kind> any;

    private ValueGenerator(Random random, EnumSet<Kind> kinds) {
        this.random = random;
        this.kinds = kinds;
        this.any = new ArrayList<>(kinds);
        any.removeAll(List.of(Kind.KEYS_OF_ANY_KIND, Kind.NONE_AS_KEY));
    }

    /** A generator of values of every kind. */
    public static ValueGenerator ofSeed(long seed) {
        return new ValueGenerator(new Random(seed), EnumSet.allOf(Kind.class));
    }

    /** A generator that goes on from here without some kinds. */
    public ValueGenerator without(Kind... without) {
        EnumSet<Kind> fewer = EnumSet.copyOf(kinds);
        fewer.removeAll(Arrays.asList(without));
        return new ValueGenerator(random, fewer);
    }

    /** The next value. */
    public @Nullable Object next() {
        return value(0);
    }

    /** The next text. */
    public String nextText() {
        int length = random.nextInt(4) == 0 ? random.nextInt(100) : random.nextInt(12);
        int alphabet = random.nextInt(6);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(character(alphabet));
        }
        return kinds.contains(Kind.LONE_SURROGATE)
                ? text.toString()
                : withoutLoneSurrogates(text.toString());
    }

    private @Nullable Object value(int depth) {
        Kind kind = any.get(random.nextInt(any.size()));
        boolean isContainer = kind.compareTo(Kind.LIST) >= 0;
        return isContainer && depth >= DEEPEST ? nextText() : value(kind, depth);
    }

    private @Nullable Object value(Kind kind, int depth) {
        return switch (kind) {
            case NONE, NONE_AS_KEY -> null;
            case BOOLEAN -> random.nextBoolean();
            case SMALL_INTEGER -> random.nextInt(2000) - 1000;
            case LARGE_INTEGER -> smallest(random.nextBoolean()
                    ? random.nextLong() >> random.nextInt(64)
                    : INTEGERS[random.nextInt(INTEGERS.length)]);
            case HUGE_INTEGER -> huge();
            case FLOAT -> nextFloat();
            case NOT_A_NUMBER -> Double.NaN;
            case INFINITY ->
                random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case COMPLEX -> new Complex(nextFloat(), nextFloat());
            case TEXT, LONE_SURROGATE, KEYS_OF_ANY_KIND -> nextText();
            case BYTES -> nextBytes();
            case LIST -> elements(depth);
            case TUPLE -> Tuple.copyOf(elements(depth));
            case SET -> members(depth);
            case FROZEN_SET -> FrozenSet.copyOf(members(depth));
            case DICT -> dict(depth);
        };
    }

    private int size() {
        return random.nextInt(20) == 0 ? 40 : random.nextInt(5);
    }

    private List<@Nullable Object> elements(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Set<@Nullable Object> members(int depth) {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        for (int i = size(); i > 0; i--) {
            set.add(key(depth + 1));
        }
        return set;
    }

    private Map<Object, @Nullable Object> dict(int depth) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        for (int i = size(); i > 0; i--) {
            Object key = key(depth + 1);
            if (!"__class__".equals(key)) {
                put(dict, key, value(depth + 1));
            }
        }
        return dict;
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private static void put(Map<Object, @Nullable Object> dict, @Nullable Object key,
            @Nullable Object value) {
        dict.put(key, value);
    }

    private @Nullable Object key(int depth) {
        if (!kinds.contains(Kind.KEYS_OF_ANY_KIND)) {
            return nextText();
        }
        return switch (random.nextInt(9)) {
            case 0 -> kinds.contains(Kind.NONE_AS_KEY) ? null : "None";
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(100);
            case 3 -> smallest(random.nextLong());
            case 4 -> nextFloat();
            case 5 -> ByteBuffer.wrap(nextBytes()).asReadOnlyBuffer();
            case 6 -> depth < DEEPEST ? Tuple.of(key(depth + 1), key(depth + 1)) : Tuple.of();
            case 7 -> kinds.contains(Kind.COMPLEX) ? new Complex(nextFloat(), nextFloat()) : 1;
            default -> nextText();
        };
    }

    private double nextFloat() {
        double number = switch (random.nextInt(4)) {
            case 0 -> FLOATS[random.nextInt(FLOATS.length)];
            case 1 -> random.nextInt(100_000) / 100.0;
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> Double.longBitsToDouble(random.nextLong() >>> (12 + random.nextInt(52))); // denormal
        };
        return Double.isNaN(number) || Double.isInfinite(number) ? 0.5 : number;
    }

    private Object huge() {
        BigInteger number = new BigInteger(random.nextInt(10) == 0 ? 5_000 : 200, random);
        return smallest(random.nextBoolean() ? number : number.negate());
    }

    private static Object smallest(BigInteger number) {
        return number.bitLength() < 64 ? smallest(number.longValue()) : number;
    }

    private static Object smallest(long number) {
        return number == (int) number ? (Object) (int) number : (Object) number;
    }

    private byte[] nextBytes() {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(1000) : random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int character(int alphabet) {
        return switch (alphabet) {
            case 0, 1 -> 'a' + random.nextInt(26);
            case 2 -> PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length()));
            case 3 -> random.nextInt(0x250);
            case 4 -> random.nextInt(0x10000);
            default -> random.nextInt(Character.MAX_CODE_POINT + 1);
        };
    }

    private static String withoutLoneSurrogates(String text) {
        return text.codePoints().filter(point -> Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
