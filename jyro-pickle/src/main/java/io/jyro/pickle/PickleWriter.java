package io.jyro.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Nesting;
import io.jyro.serialize.PlainValues;
import io.jyro.serialize.Utf8;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Counter;
import io.jyro.types.DType;
import io.jyro.types.DefaultDict;
import io.jyro.types.DequeList;
import io.jyro.types.Fraction;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.NdArray;
import io.jyro.types.OrderedDict;
import io.jyro.types.Tuple;
import io.jyro.wire.BigEndian;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * Writes one pickle, in the protocol that the connection requires, 2 to 5. Protocol 2 is for Python 2, so classes then
 * have their Python 2 names. Values of types that Java and Python both have become Python's own type. Not thread-safe.
 *
 * <p>Values that occur several times are written each time; the memo is used only for names of classes.
 */
final class PickleWriter {
    private static final int PYTHON_2 = 2;
    /** The first protocol with bytes. */
    private static final int BYTES = 3;
    /** The first protocol with sets and short texts. */
    private static final int SETS = 4;
    /** The first protocol with bytearrays. */
    private static final int BYTE_ARRAYS = 5;

    private static final int SHORT_LENGTH = 255;
    private static final int UTF_8_BYTES = 3;
    private static final int SHORT_TUPLE = 3;
    private static final int MARK = '(';
    private static final int REDUCE = 'R';
    private static final int BUILD = 'b';
    private static final int EMPTY_TUPLE = ')';
    private static final int NEWOBJ = 0x81;
    private static final int TUPLE_0 = 0x84;

    private final ByteOutput out;
    private final CodecContext context;
    private final int protocol;
    private final int maxDepth;
    private final Map<String, Integer> memo = new HashMap<>();
    private int depth;
    private int converting;

    PickleWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.protocol = context.pickleProtocol();
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        begin();
        value(value);
        out.put('.');
    }

    void writeCall(CallPayload call) {
        begin();
        depth = 1; // inside the tuple that contains the call
        out.put(MARK);
        text(call.objectId());
        text(call.method());
        tuple(call, call.args().toArray());
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.put('N');
        } else {
            dict(kwargs);
        }
        out.put('t');
        out.put('.');
    }

    private void begin() {
        out.put(0x80);
        out.put(protocol);
    }

    void value(@Nullable Object value) {
        switch (value) {
            case null -> out.put('N');
            case String text -> text(text);
            case Integer number -> integer(number);
            case Boolean bool -> out.put(bool ? 0x88 : 0x89);
            case Double number -> floating(number);
            case Long number -> integer(number);
            case NamedTuple tuple -> namedTuple(tuple);
            case Tuple tuple -> tuple(tuple, tuple.toArray());
            case Iterable<?> registered when PlainValues.isReference(registered, context) ->
                converted(registered, false);
            case Map<?, ?> registered when PlainValues.isReference(registered, context) ->
                converted(registered, false);
            case Map<?, ?> map -> anyDict(map);
            case FrozenSet set -> frozenSet(set);
            case Set<?> set -> set(set);
            case DequeList deque -> deque(deque);
            case Collection<?> collection -> list(collection);
            case byte[] bytes -> bytes(bytes, 0, bytes.length);
            case ByteBuffer buffer -> bytes(buffer);
            case BigInteger number -> integer(number);
            case Short number -> integer(number);
            case Byte number -> integer(number);
            case Float number -> floating(number);
            case Character character -> text(character.toString());
            case CharSequence text when !PlainValues.isReference(text, context) ->
                text(text.toString());
            case ByteArray array -> byteArray(array.bytes());
            case Complex complex -> complex(complex);
            case ClassDict instance -> instance(instance.toDict(), instance.className());
            default -> unusual(value);
        }
    }

    private void unusual(Object value) {
        if (value.getClass().isArray()) {
            array(value);
        } else if (context.types().convertsTo(value.getClass()) || !isKnown(value)) {
            converted(value, false);
        }
    }

    /** Writes a value for which Python has a type of its own; returns false for others. */
    @SuppressWarnings("JavaUtilDate") // users still have such dates
    private boolean isKnown(Object value) {
        if (context.exactTimes() && times().isExact(value)) {
            return true;
        }
        switch (value) {
            case LocalDateTime time -> times().dateTime(time);
            case OffsetDateTime time -> times().dateTime(time);
            case ZonedDateTime time -> times().dateTime(time.toOffsetDateTime());
            case Instant time -> times().dateTime(time);
            case Date date when date.getClass() == Date.class -> times().dateTime(date.toInstant());
            case LocalDate date -> times().date(date);
            case LocalTime time -> times().time(time);
            case OffsetTime time -> times().time(time);
            case ZoneOffset offset when protocol > PYTHON_2 -> times().offset(offset);
            case Duration duration -> times().duration(duration);
            case UUID uuid -> uuid(uuid);
            case BigDecimal decimal -> decimal(decimal);
            case Fraction fraction -> fraction(fraction);
            case NdArray array -> new ArrayForms(this, out, protocol).numpy(array);
            case DType type -> new ArrayForms(this, out, protocol).dtype(type);
            default -> {
                return false;
            }
        }
        return true;
    }

    private TimeForms times() {
        return new TimeForms(this, protocol);
    }

    /** Writes the form of a value in the other serializers. */
    void plain(Object value) {
        value(PlainValues.of(value, context));
    }

    private void converted(Object value, boolean isKey) {
        converting = PlainValues.enter(converting, value, context);
        Object plain = PlainValues.of(value, context);
        if (plain instanceof Map<?, ?> map && map.get(ClassDict.CLASS_KEY) instanceof String name) {
            instance(map, name); // even as a key: only Python knows whether it is hashable
        } else if (isKey) {
            key(plain);
        } else {
            value(plain);
        }
        converting--;
    }

    // Containers

    private void enter(Object container) {
        if (++depth > maxDepth) {
            throw Nesting.tooDeep(container, maxDepth);
        }
    }

    private void tuple(Object container, @Nullable Object[] elements) {
        enter(container);
        if (elements.length > 0 && elements.length <= SHORT_TUPLE) {
            for (Object element : elements) {
                value(element);
            }
        } else if (elements.length > 0) {
            out.put(MARK);
            for (Object element : elements) {
                value(element);
            }
        }
        endTuple(elements.length);
        depth--;
    }

    /** Makes a tuple of the topmost values; if there are more than three, a mark must precede them. */
    void endTuple(int count) {
        out.put(count > SHORT_TUPLE ? 't' : count == 0 ? EMPTY_TUPLE : TUPLE_0 + count);
    }

    private void namedTuple(NamedTuple tuple) {
        global(tuple.className());
        tuple(tuple, tuple.toArray());
        out.put(NEWOBJ);
    }

    private void list(Collection<?> elements) {
        enter(elements);
        out.put(']');
        append(elements);
        depth--;
    }

    private void append(Collection<?> elements) {
        Iterator<?> iterator = elements.iterator();
        if (iterator.hasNext()) {
            out.put(MARK);
            while (iterator.hasNext()) {
                value(iterator.next());
            }
            out.put('e');
        }
    }

    private void deque(DequeList deque) {
        enter(deque);
        global("collections.deque");
        if (deque.maxLength() == null) {
            call(0);
        } else {
            out.put(EMPTY_TUPLE);
            integer(deque.maxLength());
            call(2);
        }
        append(deque);
        depth--;
    }

    private void set(Set<?> set) {
        enter(set);
        if (protocol >= SETS) {
            out.put(0x8f);
            out.put(MARK);
            set.forEach(this::key);
            out.put(0x90);
        } else {
            setOfList("set", set);
        }
        depth--;
    }

    private void frozenSet(FrozenSet set) {
        enter(set);
        if (protocol >= SETS) {
            out.put(MARK);
            set.forEach(this::key);
            out.put(0x91);
        } else {
            setOfList("frozenset", set);
        }
        depth--;
    }

    private void setOfList(String type, Set<?> set) {
        global("builtins." + type);
        out.put(']');
        out.put(MARK);
        set.forEach(this::key);
        out.put('e');
        out.put(TUPLE_0 + 1);
        out.put(REDUCE);
    }

    private void anyDict(Map<?, ?> map) {
        switch (map) {
            case OrderedDict ordered -> {
                global("collections.OrderedDict");
                out.put(EMPTY_TUPLE);
                out.put(REDUCE);
                enter(map);
                entries(map, null);
                depth--;
            }
            case DefaultDict dict -> {
                global("collections.defaultdict");
                if (dict.factory() == null) {
                    out.put('N');
                } else {
                    global("builtins." + dict.factory());
                }
                out.put(TUPLE_0 + 1);
                out.put(REDUCE);
                enter(map);
                entries(map, null);
                depth--;
            }
            case Counter counter -> {
                global("collections.Counter");
                dict(counter);
                out.put(TUPLE_0 + 1);
                out.put(REDUCE);
            }
            default -> dict(map);
        }
    }

    private void dict(Map<?, ?> dict) {
        enter(dict);
        out.put('}');
        entries(dict, null);
        depth--;
    }

    /** Writes the entries of the dict on the stack, except one that may be left out. */
    private void entries(Map<?, ?> dict, @Nullable String without) {
        Iterator<? extends Map.Entry<?, ?>> iterator = dict.entrySet().iterator();
        if (!iterator.hasNext()) {
            return;
        }
        out.put(MARK);
        while (iterator.hasNext()) {
            Map.Entry<?, ?> entry = iterator.next();
            if (without == null || !without.equals(entry.getKey())) {
                key(entry.getKey());
                value(entry.getValue());
            }
        }
        out.put('u');
    }

    /** Writes a key of a dict or member of a set, which must be hashable in Python. */
    private void key(@Nullable Object key) {
        switch (key) {
            case null -> out.put('N');
            case String text -> text(text);
            case Integer number -> integer(number);
            case NamedTuple tuple -> {
                global(tuple.className());
                tupleOfKeys(tuple);
                out.put(NEWOBJ);
            }
            case Tuple tuple -> tupleOfKeys(tuple);
            case FrozenSet set -> frozenSet(set);
            case ClassDict instance -> value(instance);
            case byte[] bytes -> value(bytes);
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ByteArray array -> throw unhashable("bytearray");
            case NdArray array -> throw unhashable("numpy.ndarray");
            case Object array when array.getClass().isArray() ->
                throw unhashable(array.getClass().getTypeName());
            default -> scalarKey(key);
        }
    }

    private void tupleOfKeys(Tuple tuple) {
        enter(tuple);
        if (tuple.size() > SHORT_TUPLE) {
            out.put(MARK);
        }
        tuple.forEach(this::key);
        endTuple(tuple.size());
        depth--;
    }

    private void scalarKey(Object key) {
        if (isScalar(key)) {
            value(key);
        } else if (context.types().convertsTo(key.getClass()) || !isKnown(key)) {
            converted(key, true);
        }
    }

    private static boolean isScalar(Object key) {
        return switch (key) {
            case Long l -> true;
            case Boolean b -> true;
            case Double d -> true;
            case BigInteger b -> true;
            case Short s -> true;
            case Byte b -> true;
            case Float f -> true;
            case Character c -> true;
            case CharSequence s -> true;
            case Complex c -> true;
            case ByteBuffer b -> true;
            default -> false;
        };
    }

    private static SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is of a type that Python cannot hash: " + type
                        + "; use text, bytes, numbers, or a Tuple or FrozenSet of such");
    }

    // Objects

    private void instance(Map<?, ?> dict, String className) {
        if (Boolean.TRUE.equals(dict.get("__exception__"))) {
            exception(dict, className);
            return;
        }
        switch (className) {
            case "Pyro4.core.URI", "Pyro5.core.URI", "Pyro5.client.Proxy" ->
                stateful(className, dict.get("state"));
            case "Pyro4.core.Proxy" -> stateful(className, ProxyTuple.of(dict.get("state")));
            case "builtins.range", "builtins.slice" -> startStopStep(dict, className);
            default -> {
                if (className.indexOf('.') >= 0) {
                    attributed(dict, className);
                } else {
                    dict(dict);
                }
            }
        }
    }

    private void stateful(String className, @Nullable Object state) {
        newObject(className);
        value(state);
        out.put(BUILD);
    }

    private void attributed(Map<?, ?> dict, String className) {
        enter(dict);
        newObject(className);
        if (dict.size() > 1) {
            out.put('}');
            entries(dict, ClassDict.CLASS_KEY);
            out.put(BUILD);
        }
        depth--;
    }

    private void newObject(String className) {
        global(className);
        out.put(EMPTY_TUPLE);
        out.put(NEWOBJ);
    }

    private void exception(Map<?, ?> dict, String className) {
        enter(dict);
        global(className);
        tuple(dict,
                dict.get("args") instanceof Collection<?> args ? args.toArray() : new Object[0]);
        out.put(REDUCE);
        if (dict.get("attributes") instanceof Map<?, ?> attributes && !attributes.isEmpty()) {
            dict(attributes);
            out.put(BUILD);
        }
        depth--;
    }

    private void startStopStep(Map<?, ?> dict, String className) {
        global(className);
        tuple(dict, new Object[]{dict.get("start"), dict.get("stop"), dict.get("step")});
        out.put(REDUCE);
    }

    private void uuid(UUID uuid) {
        newObject("uuid.UUID");
        out.put('}');
        text("int");
        byte[] magnitude = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits()).array();
        integer(new BigInteger(1, magnitude));
        out.put('s');
        out.put(BUILD);
    }

    private void decimal(BigDecimal decimal) {
        global("decimal.Decimal");
        text(decimal.toString());
        call(1);
    }

    private void fraction(Fraction fraction) {
        global("fractions.Fraction");
        integer(fraction.numerator());
        integer(fraction.denominator());
        call(2);
    }

    private void complex(Complex complex) {
        global("builtins.complex");
        floating(complex.re());
        floating(complex.im());
        call(2);
    }

    /** Calls the class below the topmost values, at most three, with these as arguments. */
    void call(int arguments) {
        endTuple(arguments);
        out.put(REDUCE);
    }

    // Arrays

    private void array(Object array) {
        switch (array) {
            case char[] characters -> text(new String(characters));
            case Object[] objects -> list(Arrays.asList(objects));
            case boolean[] flags -> {
                enter(array);
                out.put(']');
                out.put(MARK);
                for (boolean flag : flags) {
                    out.put(flag ? 0x88 : 0x89);
                }
                out.put('e');
                depth--;
            }
            default -> new ArrayForms(this, out, protocol).write(array);
        }
    }

    // Names

    /** Writes a class or function by its full name, and later by its number in the memo. */
    void global(String fullName) {
        String name = protocol == PYTHON_2 ? Python2Names.of(fullName) : fullName;
        Integer known = memo.get(name);
        if (known != null) {
            pushMemo(known);
            return;
        }
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || !isName(name)) {
            throw new SerializationException("'" + RemoteText.shown(fullName)
                    + "' is not the full name of a Python class, such as module.Name");
        }
        if (protocol >= SETS) {
            text(name.substring(0, dot));
            text(name.substring(dot + 1));
            out.put(0x93);
            out.put(0x94);
        } else {
            out.put('c');
            Utf8.put(name.substring(0, dot), out);
            out.put('\n');
            Utf8.put(name.substring(dot + 1), out);
            out.put('\n');
            out.put('r');
            int32(memo.size());
        }
        memo.put(name, memo.size());
    }

    private void pushMemo(int number) {
        if (number <= SHORT_LENGTH) {
            out.put('h');
            out.put(number);
        } else {
            out.put('j');
            int32(number);
        }
    }

    /**
     * Returns whether a name is valid. In protocols 2 and 3 it is a line of text, in which a line feed would begin the
     * next instruction.
     */
    private static boolean isName(String name) {
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
    }

    // Scalars

    void integer(long number) {
        if (number != (int) number) {
            integer(BigInteger.valueOf(number));
        } else if (number < 0 || number > 0xffff) {
            out.put('J');
            int32((int) number);
        } else if (number > SHORT_LENGTH) {
            out.put('M');
            out.put((int) number);
            out.put((int) number >>> Byte.SIZE);
        } else {
            out.put('K');
            out.put((int) number);
        }
    }

    private void integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            integer(number.longValue());
            return;
        }
        byte[] bigEndian = number.toByteArray();
        if (bigEndian.length <= SHORT_LENGTH) {
            out.put(0x8a);
            out.put(bigEndian.length);
        } else {
            out.put(0x8b);
            int32(bigEndian.length);
        }
        byte[] array = out.reserve(bigEndian.length);
        int at = out.position();
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            array[at++] = bigEndian[i];
        }
        out.position(at);
    }

    void floating(double number) {
        out.put('G');
        byte[] array = out.reserve(Double.BYTES);
        BigEndian.putLong(array, out.position(),
                Double.doubleToRawLongBits(number));
        out.position(out.position() + Double.BYTES);
    }

    void bytes(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (protocol < BYTES) {
            byte[] bytes = new byte[length];
            buffer.get(buffer.position(), bytes);
            bytesOfPython2(bytes, 0, length);
            return;
        }
        beginBytes(length);
        out.putStable(buffer);
    }

    void bytes(byte[] bytes, int offset, int length) {
        if (protocol < BYTES) {
            bytesOfPython2(bytes, offset, length);
            return;
        }
        beginBytes(length);
        out.putStable(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Writes the instruction for bytes and their length, from protocol 3 on. */
    void beginBytes(int length) {
        if (length <= SHORT_LENGTH) {
            out.put('C');
            out.put(length);
        } else {
            out.put('B');
            int32(length);
        }
    }

    /**
     * Writes bytes in protocol 2 as a call that encodes a text, since that protocol has no bytes; Python 2 gets a str.
     */
    private void bytesOfPython2(byte[] bytes, int offset, int length) {
        if (length == 0) {
            global("builtins.bytes");
            call(0);
            return;
        }
        global("_codecs.encode");
        text(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        text("latin1");
        call(2);
    }

    void byteArray(byte[] bytes) {
        if (protocol >= BYTE_ARRAYS) {
            out.put(0x96);
            int32(bytes.length);
            int32(0);
            out.putStable(ByteBuffer.wrap(bytes));
            return;
        }
        global("builtins.bytearray");
        if (protocol >= BYTES) {
            bytes(bytes, 0, bytes.length);
            call(1);
        } else {
            text(new String(bytes, StandardCharsets.ISO_8859_1));
            text("latin-1");
            call(2);
        }
    }

    void text(String text) {
        if (protocol >= SETS && text.length() * UTF_8_BYTES <= SHORT_LENGTH) {
            out.put(0x8c);
            int lengthAt = out.position();
            out.put(0);
            Utf8.put(text, out);
            out.array()[lengthAt] = (byte) (out.position() - lengthAt - 1);
            return;
        }
        out.put('X');
        int lengthAt = out.position();
        int32(0);
        Utf8.put(text, out);
        LittleEndian.putInt(out.array(), lengthAt, out.position() - lengthAt - Integer.BYTES);
    }

    private void int32(int number) {
        byte[] array = out.reserve(Integer.BYTES);
        LittleEndian.putInt(array, out.position(), number);
        out.position(out.position() + Integer.BYTES);
    }
}
