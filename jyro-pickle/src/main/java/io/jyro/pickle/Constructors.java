package io.jyro.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.HashableKeys;
import io.jyro.serialize.bind.KeyComparisons;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Counter;
import io.jyro.types.DefaultDict;
import io.jyro.types.DequeList;
import io.jyro.types.Fraction;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.OrderedDict;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a pickle can call: the constructors of Python's own value types, by name, each with a Java method
 * that does the same. There is no other way from a name to code.
 */
final class Constructors {
    private static final Map<String, Constructor> BY_NAME = byName();

    /** The builtins that can be the factory of a defaultdict. */
    private static final Set<String> FACTORIES = Set.of("int", "float", "complex", "bool", "str",
            "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset");
    private static final String BUILTINS_MODULE = "builtins";
    private static final String BUILTINS = BUILTINS_MODULE + ".";

    /**
     * The largest exponent of Python's default decimal context; with a larger one, a few bytes could describe gigabytes
     * of digits.
     */
    private static final int LARGEST_EXPONENT = 999_999;
    private static final int BITS_PER_DIGIT = 4;
    private static final int STEPS_OF_DIVISOR = 3;
    private static final int DIGITS_CHEAPER_THAN_DIVISOR = 10;

    private Constructors() {}

    /** Returns the constructor for a called class or function, or null if it is not known. */
    static @Nullable Constructor of(Global callee) {
        return BY_NAME.get(callee.fullName());
    }

    private static Map<String, Constructor> byName() {
        Map<String, Constructor> table = new HashMap<>();
        table.put("builtins.set", Constructors::set);
        table.put("builtins.frozenset", Constructors::frozenSet);
        table.put("builtins.list", Constructors::list);
        table.put("builtins.tuple", Constructors::tuple);
        table.put("builtins.dict", Constructors::dict);
        table.put("builtins.bytes", Constructors::bytes);
        table.put("builtins.bytearray", arguments -> ByteArray.of(bytes(arguments).clone()));
        table.put("builtins.complex", Constructors::complex);
        table.put("builtins.range", arguments -> startStopStep(arguments, 1));
        table.put("builtins.slice", arguments -> startStopStep(arguments, 3));
        table.put("builtins.getattr", Constructors::attribute);
        table.put("_codecs.encode", Constructors::bytes);
        table.put("copyreg.__newobj__", Constructors::newObject);
        table.put("copyreg._reconstructor", Constructors::reconstructed);

        table.put("collections.OrderedDict", Constructors::orderedDict);
        table.put("collections.defaultdict", Constructors::defaultDict);
        table.put("collections.Counter", Constructors::counter);
        table.put("collections.deque", Constructors::deque);
        table.put("decimal.Decimal", Constructors::decimal);
        table.put("fractions.Fraction", Constructors::fraction);

        for (String module : List.of("pathlib.", "pathlib._local.")) {
            table.put(module + "PosixPath", arguments -> path(arguments, '/'));
            table.put(module + "PurePosixPath", arguments -> path(arguments, '/'));
            table.put(module + "WindowsPath", arguments -> path(arguments, '\\'));
            table.put(module + "PureWindowsPath", arguments -> path(arguments, '\\'));
        }

        table.put("dill._dill._load_type", Constructors::typeOfDill);
        table.put("dill.dill._load_type", Constructors::typeOfDill);
        table.put("dill._dill._create_namedtuple", Constructors::namedTupleOfDill);
        table.put("dill.dill._create_namedtuple", Constructors::namedTupleOfDill);

        TimeConstructors.addTo(table);
        ArrayConstructors.addTo(table);
        NumpyArray.addTo(table);
        return Map.copyOf(table);
    }

    // Builtins

    private static Part set(ConstructorArguments arguments) {
        return arguments.container(members(arguments), 1);
    }

    private static Part frozenSet(ConstructorArguments arguments) {
        return arguments.container(FrozenSet.over(members(arguments)), 1);
    }

    private static Set<@Nullable Object> members(ConstructorArguments arguments) {
        arguments.expect(0, 1);
        Set<@Nullable Object> members = new LinkedHashSet<>();
        if (arguments.count() == 1) {
            KeyComparisons comparisons = new KeyComparisons(arguments.budget());
            for (Object member : arguments.collection(0)) {
                Object key = HashableKeys.of(member, 0);
                comparisons.add(key, members);
                members.add(key);
            }
        }
        return members;
    }

    private static Part list(ConstructorArguments arguments) {
        return arguments.container(new ArrayList<>(elements(arguments)), 1);
    }

    private static Part tuple(ConstructorArguments arguments) {
        return arguments.container(Tuple.copyOf(elements(arguments)), 1);
    }

    private static Collection<? extends @Nullable Object> elements(ConstructorArguments arguments) {
        arguments.expect(0, 1);
        return arguments.count() == 0 ? List.of() : arguments.collection(0);
    }

    private static Part dict(ConstructorArguments arguments) {
        return arguments.expect(0, 1).container(entries(arguments, 0), 1);
    }

    /** Returns the entries of a dict, or of a list of pairs, which Python 2 writes. */
    @SuppressWarnings("NullAway") // None is allowed as a key
    private static Map<Object, @Nullable Object> entries(ConstructorArguments arguments,
            int index) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        if (index >= arguments.count()) {
            return entries;
        }
        KeyComparisons comparisons = new KeyComparisons(arguments.budget());
        if (arguments.get(index) instanceof Map<?, ?> dict) {
            dict.forEach((key, value) -> {
                comparisons.add(key, entries.keySet());
                entries.put(key, value);
            });
            return entries;
        }
        for (Object pair : arguments.collection(index)) {
            if (!(pair instanceof List<?> both) || both.size() != 2) {
                throw arguments.malformed(index, "a dict or a list of pairs");
            }
            Object key = HashableKeys.of(both.get(0), 0);
            comparisons.add(key, entries.keySet());
            entries.put(key, both.get(1));
        }
        return entries;
    }

    /** Takes bytes in the form of protocols without bytes: Latin-1 text with the name of that encoding. */
    private static byte[] bytes(ConstructorArguments arguments) {
        arguments.expect(0, 2);
        if (arguments.count() == 0) {
            return new byte[0];
        }
        if (arguments.count() == 2 && !isLatin1(arguments.text(1))) {
            return encoded(arguments);
        }
        return arguments.bytes(0);
    }

    private static boolean isLatin1(String encoding) {
        return switch (encoding) {
            case "latin1", "latin-1", "latin_1", "iso-8859-1" -> true;
            default -> false;
        };
    }

    private static byte[] encoded(ConstructorArguments arguments) {
        return switch (arguments.text(1)) {
            case "utf-8", "utf8" -> arguments.text(0).getBytes(StandardCharsets.UTF_8);
            case "ascii" -> arguments.bytes(0);
            default -> throw arguments.malformed(1, "latin1, utf-8 or ascii");
        };
    }

    private static Object complex(ConstructorArguments arguments) {
        arguments.expect(1, 2);
        return new Complex(arguments.number(0),
                arguments.count() == 1 ? 0 : arguments.number(1));
    }

    /** Returns a range or slice as a class dict, not as a list, which could be of any length. */
    private static Object startStopStep(ConstructorArguments arguments, int least) {
        arguments.expect(least, 3);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        boolean stopAlone = arguments.count() == 1;
        attributes.put("start", stopAlone ? (Integer) 0 : arguments.get(0));
        attributes.put("stop", arguments.get(stopAlone ? 0 : 1));
        attributes.put("step", arguments.count() == 3 ? arguments.get(2) : (Integer) 1);
        return arguments.container(ClassDict.of(arguments.callee().fullName(), attributes), 0);
    }

    /** Returns the name of a class member, which newer protocols write with a dot. */
    private static Object attribute(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(2, 2);
        if (arguments.get(0) instanceof Global global) {
            return global.attribute(arguments.text(1));
        }
        throw arguments.callee().notCalled();
    }

    /** Returns a path as text, since it may be one of another system; a declared Path accepts it. */
    private static Object path(ConstructorArguments arguments, char separator) {
        arguments.expect(0, Integer.MAX_VALUE);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < arguments.count(); i++) {
            boolean isJoined = path.isEmpty() || path.charAt(path.length() - 1) == separator;
            if (!isJoined) {
                path.append(separator);
            }
            path.append(arguments.text(i));
        }
        arguments.budget().addBytes(path.length());
        return path.isEmpty() ? "." : path.toString();
    }

    // Objects of other classes

    private static Object newObject(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(1, Integer.MAX_VALUE);
        return Instance.made(arguments.global(0), arguments.part(), 1, arguments.context(),
                arguments.budget());
    }

    /** Takes the class, the builtin class that it extends, and a value of the builtin class. */
    private static Object reconstructed(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(3, 3);
        Global type = arguments.global(0);
        String base = arguments.global(1).fullName();
        if (base.equals("builtins.object")) {
            return Instance.made(type, new Part(Tuple.of()), 0, arguments.context(),
                    arguments.budget());
        }
        if (base.equals("builtins.tuple") && arguments.get(2) instanceof Tuple elements) {
            elements.forEach(element -> {
                if (element instanceof Global global) {
                    throw global.noValue();
                }
            });
            Part tuple = new Part(NamedTuple.of(type.fullName(), elements));
            tuple.holds(arguments.part().weight(), arguments.part().depth());
            return tuple;
        }
        throw new SerializationException("an instance of " + type.shownName() + ", a subclass of "
                + RemoteText.shown(base) + ", is refused; send the plain value");
    }

    /** Takes the name of a builtin type, as dill writes it. */
    private static Object typeOfDill(ConstructorArguments arguments) {
        return Global.of(BUILTINS_MODULE, arguments.expect(1, 1).text(0));
    }

    /** Takes the name, the fields and the module of a named tuple class, as dill writes them. */
    private static Object namedTupleOfDill(ConstructorArguments arguments) {
        arguments.expect(3, 4);
        return Global.of(arguments.text(2), arguments.text(0));
    }

    // Collections and numbers

    private static Part orderedDict(ConstructorArguments arguments) {
        return arguments.expect(0, 1).container(new OrderedDict(entries(arguments, 0)), 1);
    }

    private static Part counter(ConstructorArguments arguments) {
        return arguments.expect(0, 1).container(new Counter(entries(arguments, 0)), 1);
    }

    private static Part defaultDict(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(0, 2);
        Part dict = new Part(new DefaultDict(factory(arguments), entries(arguments, 1)));
        dict.holds(arguments.part().weight(), arguments.part().depth());
        return dict;
    }

    private static @Nullable String factory(ConstructorArguments arguments) {
        if (arguments.isNone(0)) {
            return null;
        }
        String name = arguments.global(0).fullName();
        String factory = name.startsWith(BUILTINS) ? name.substring(BUILTINS.length()) : name;
        if (!FACTORIES.contains(factory)) {
            throw new SerializationException(
                    "a defaultdict makes its values with " + RemoteText.shown(name)
                            + ", which is not a builtin type; send a plain dict");
        }
        return factory;
    }

    private static Part deque(ConstructorArguments arguments) {
        arguments.expect(0, 2);
        Collection<? extends @Nullable Object> elements = arguments.count() == 0
                ? List.of()
                : arguments.collection(0);
        Integer maxLength = arguments.isNone(1) ? null : arguments.integer(1, 0, Integer.MAX_VALUE);
        return arguments.container(new DequeList(elements, maxLength), 1);
    }

    private static Object decimal(ConstructorArguments arguments) {
        String text = arguments.expect(1, 1).text(0);
        return switch (text) {
            case "NaN", "-NaN", "sNaN", "-sNaN" -> (Object) Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> decimal(arguments, text);
        };
    }

    private static BigDecimal decimal(ConstructorArguments arguments, String text) {
        int maxDigits = arguments.context().limits().maxIntegerDigits();
        if (text.length() > maxDigits) {
            throw new SerializationException("it has a Decimal of " + text.length()
                    + " characters, but maxIntegerDigits is " + maxDigits);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.Ee".indexOf(c) < 0) {
                throw arguments.malformed(0, "the text of a Decimal");
            }
        }
        arguments.budget().step(stepsOfDigits(text.length()));
        try {
            BigDecimal decimal = new BigDecimal(text);
            if (Math.abs((long) decimal.scale()) > LARGEST_EXPONENT + (long) maxDigits) {
                throw new SerializationException("it has a Decimal whose exponent is beyond "
                        + LARGEST_EXPONENT);
            }
            return decimal;
        } catch (NumberFormatException e) {
            throw arguments.malformed(0, "the text of a Decimal");
        }
    }

    private static Object fraction(ConstructorArguments arguments) {
        arguments.expect(1, 2);
        if (arguments.count() == 2) {
            return fraction(arguments, arguments.bigInteger(0), arguments.bigInteger(1));
        }
        // the form of Python before 3.11
        String text = arguments.text(0);
        int line = text.indexOf('/');
        return line < 0
                ? fraction(arguments, integer(arguments, text), BigInteger.ONE)
                : fraction(arguments, integer(arguments, text.substring(0, line)),
                        integer(arguments, text.substring(line + 1)));
    }

    private static BigInteger integer(ConstructorArguments arguments, String text) {
        if (text.length() <= arguments.context().limits().maxIntegerDigits()) {
            arguments.budget().step(stepsOfDigits(text.length()));
            try {
                return new BigInteger(text);
            } catch (NumberFormatException e) {
                throw arguments.malformed(0, "the text of a Fraction");
            }
        }
        throw arguments.malformed(0, "the text of a Fraction of at most maxIntegerDigits digits");
    }

    /** Reduces a fraction to lowest terms. The budget is charged first, since this takes long for long numbers. */
    private static Fraction fraction(ConstructorArguments arguments, BigInteger above,
            BigInteger below) {
        long maxBits = (long) arguments.context().limits().maxIntegerDigits() * BITS_PER_DIGIT;
        if (below.signum() == 0 || Math.max(above.bitLength(), below.bitLength()) > maxBits) {
            throw new SerializationException(
                    "it has a Fraction with the denominator 0, or of more digits than"
                            + " maxIntegerDigits");
        }
        arguments.budget().step(stepsOfDivisor(Math.max(above.bitLength(), below.bitLength())));
        return new Fraction(above, below);
    }

    /** Returns the steps of parsing decimal digits, which takes quadratic time. */
    private static long stepsOfDigits(long digits) {
        return stepsOfDivisor(digits * BITS_PER_DIGIT) / DIGITS_CHEAPER_THAN_DIVISOR;
    }

    /** Returns the steps of computing a greatest common divisor, which takes quadratic time. */
    private static long stepsOfDivisor(long bits) {
        long words = bits / Long.SIZE;
        return 1 + STEPS_OF_DIVISOR * words * words;
    }
}
