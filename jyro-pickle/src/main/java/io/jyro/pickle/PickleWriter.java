package io.jyro.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.NestingLimit;
import io.jyro.serialize.PlainValues;
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
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes one pickle, in the protocol that the connection requires. Values of types that Java and Python both have become
 * Python's own type. Not thread-safe.
 *
 * <p>This class decides what becomes of a value; {@link PickleOutput} writes the instructions. Values that occur several
 * times are written each time.
 */
final class PickleWriter {
    private final PickleOutput out;
    private final CodecContext context;
    private final HashableForms keys;
    private final int maxDepth;
    private int depth;
    private int converting;

    PickleWriter(ByteOutput out, CodecContext context) {
        this.out = new PickleOutput(out, context.pickleProtocol());
        this.context = context;
        this.keys = new HashableForms(this, this.out);
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        out.begin();
        value(value);
        out.end();
    }

    void writeCall(CallPayload call) {
        out.begin();
        depth = 1; // inside the tuple that contains the call
        out.mark();
        out.text(call.objectId());
        out.text(call.method());
        tuple(call, call.args().toArray());
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.none();
        } else {
            dict(kwargs);
        }
        out.endMarkedTuple();
        out.end();
    }

    void value(@Nullable Object value) {
        switch (value) {
            case null -> out.none();
            case String text -> out.text(text);
            case Integer number -> out.integer(number);
            case Boolean bool -> out.bool(bool);
            case Double number -> out.floating(number);
            case Long number -> out.integer(number);
            case NamedTuple tuple -> namedTuple(tuple);
            case Tuple tuple -> tuple(tuple, tuple.toArray());
            case Iterable<?> registered when PlainValues.isReference(registered, context) ->
                converted(registered, false);
            case Map<?, ?> registered when PlainValues.isReference(registered, context) ->
                converted(registered, false);
            case Map<?, ?> map -> anyDict(map);
            case FrozenSet set -> frozenSet(set);
            case Set<?> set -> collections().set(set);
            case DequeList deque -> collections().deque(deque);
            case Collection<?> collection -> list(collection);
            case byte[] bytes -> out.bytes(bytes, 0, bytes.length);
            case ByteBuffer buffer -> out.bytes(buffer);
            case BigInteger number -> out.integer(number);
            case Short number -> out.integer(number);
            case Byte number -> out.integer(number);
            case Float number -> out.floating(number);
            case Character character -> out.text(character.toString());
            case CharSequence text when !PlainValues.isReference(text, context) ->
                out.text(text.toString());
            case ByteArray array -> out.byteArray(array.bytes());
            case Complex complex -> new ScalarForms(out).complex(complex);
            case ClassDict instance -> instance(instance.toDict(), instance.className());
            default -> unusual(value);
        }
    }

    private void unusual(Object value) {
        if (value.getClass().isArray()) {
            array(value);
        } else {
            knownOrConverted(value, false);
        }
    }

    /** Writes a value that is neither a container nor a scalar of Python's builtin types. */
    void knownOrConverted(Object value, boolean isKey) {
        if (context.types().convertsTo(value.getClass()) || !isKnown(value)) {
            converted(value, isKey);
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
            case ZoneOffset offset when !out.isForPython2() -> times().offset(offset);
            case Duration duration -> times().duration(duration);
            case UUID uuid -> new ScalarForms(out).uuid(uuid);
            case BigDecimal decimal -> new ScalarForms(out).decimal(decimal);
            case Fraction fraction -> new ScalarForms(out).fraction(fraction);
            case NdArray array -> new ArrayForms(out).numpy(array);
            case DType type -> new ArrayForms(out).dtype(type);
            default -> {
                return false;
            }
        }
        return true;
    }

    private TimeForms times() {
        return new TimeForms(this, out);
    }

    private CollectionForms collections() {
        return new CollectionForms(this, keys, out);
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
            keys.write(plain);
        } else {
            value(plain);
        }
        converting--;
    }

    private void instance(Map<?, ?> dict, String className) {
        new InstanceForms(this, out).write(dict, className);
    }

    // Containers

    void enter(Object container) {
        if (++depth > maxDepth) {
            throw NestingLimit.tooDeep(container, maxDepth);
        }
    }

    void leave() {
        depth--;
    }

    void tuple(Object container, @Nullable Object[] elements) {
        enter(container);
        if (PickleOutput.needsMark(elements.length)) {
            out.mark();
        }
        for (Object element : elements) {
            value(element);
        }
        out.endTuple(elements.length);
        leave();
    }

    private void namedTuple(NamedTuple tuple) {
        out.global(tuple.className());
        tuple(tuple, tuple.toArray());
        out.newObject();
    }

    private void list(Collection<?> elements) {
        enter(elements);
        out.emptyList();
        append(elements);
        leave();
    }

    /** Appends elements to the list on the stack. */
    void append(Collection<?> elements) {
        Iterator<?> iterator = elements.iterator();
        if (iterator.hasNext()) {
            out.mark();
            while (iterator.hasNext()) {
                value(iterator.next());
            }
            out.append();
        }
    }

    void frozenSet(FrozenSet set) {
        collections().frozenSet(set);
    }

    private void anyDict(Map<?, ?> map) {
        switch (map) {
            case OrderedDict ordered -> collections().orderedDict(ordered);
            case DefaultDict dict -> collections().defaultDict(dict);
            case Counter counter -> collections().counter(counter);
            default -> dict(map);
        }
    }

    void dict(Map<?, ?> dict) {
        enter(dict);
        out.emptyDict();
        entries(dict, null);
        leave();
    }

    /** Writes the entries of the dict on the stack, except one that may be left out. */
    void entries(Map<?, ?> dict, @Nullable String without) {
        Iterator<? extends Map.Entry<?, ?>> iterator = dict.entrySet().iterator();
        if (!iterator.hasNext()) {
            return;
        }
        out.mark();
        while (iterator.hasNext()) {
            Map.Entry<?, ?> entry = iterator.next();
            if (without == null || !without.equals(entry.getKey())) {
                keys.write(entry.getKey());
                value(entry.getValue());
            }
        }
        out.setItems();
    }

    private void array(Object array) {
        switch (array) {
            case char[] characters -> out.text(new String(characters));
            case Object[] objects -> list(Arrays.asList(objects));
            case boolean[] flags -> {
                enter(array);
                out.emptyList();
                out.mark();
                for (boolean flag : flags) {
                    out.bool(flag);
                }
                out.append();
                leave();
            }
            default -> new ArrayForms(out).write(array);
        }
    }
}
