package io.jyro.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.KeyComparisons;
import io.jyro.serialize.Keys;
import io.jyro.serialize.Utf8;
import io.jyro.types.ByteArray;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.BigEndian;
import io.jyro.wire.BulkCursor;
import io.jyro.wire.LittleEndian;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads one pickle of any protocol, 0 to 5. For one pickle, on one thread.
 *
 * <p>A pickle is a program for a small machine with a stack and a memo: each instruction pushes a value, or pops some
 * and pushes a result. Python's own machine can also load and call anything that a pickle names, which is why an
 * untrusted pickle can do anything there. This one cannot: a name stays a {@link Global}, a call is looked up in the
 * table of {@link Constructors}, and an object of any other class becomes a {@code ClassDict}.
 *
 * @see "docs/protocol.md, C Pickle (v48, opt-in)"
 */
final class PickleReader {
    private static final int NEWEST_PROTOCOL = 5;
    /** The size of a {@link Part} without its value. */
    private static final int PART = 40;
    private static final int BYTE = 0xff;

    private final byte[] bytes;
    private final int end;
    private final BulkCursor bulks;
    private final CodecContext context;
    private final PickleText text;
    private final PickleStack stack;
    private final DecodeBudget budget;

    private int p;
    private int instructionAt;
    /**
     * The position of the first byte, corrected for byte strings that are stored separately; for offsets in messages.
     */
    private int start;

    PickleReader(Payload payload, CodecContext context, DecodeBudget budget) {
        this.bytes = payload.array();
        this.start = payload.offset();
        this.end = start + payload.ownLength();
        this.bulks = payload.cursor();
        this.context = context;
        this.text = new PickleText(bytes, context.limits().maxIntegerDigits());
        this.budget = budget;
        this.stack = new PickleStack(context.limits().maxNestingDepth(), budget);
        this.p = start;
        this.instructionAt = start;
    }

    @Nullable
    Object read() {
        try {
            return plain(run());
        } catch (SerializationException e) {
            throw new SerializationException("pickle is refused at byte " + (instructionAt - start)
                    + " of " + (end - start) + ": " + RemoteText.message(e), e);
        }
    }

    CallPayload readCall() {
        if (!(read() instanceof List<?> call) || call.size() != 4
                || !(call.get(0) instanceof String objectId)
                || !(call.get(1) instanceof String method)
                || !(call.get(2) instanceof List<?> arguments)) {
            throw noCall();
        }
        return new CallPayload(objectId, method, arguments(arguments),
                keywordArguments(call.get(3)));
    }

    @SuppressWarnings("unchecked") // lists created here contain objects
    private static List<@Nullable Object> arguments(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    @SuppressWarnings("unchecked") // every key is checked
    private static @Nullable Map<String, @Nullable Object> keywordArguments(
            @Nullable Object kwargs) {
        if (kwargs == null) {
            return null;
        }
        if (!(kwargs instanceof LinkedHashMap<?, ?> dict)
                || !dict.keySet().stream().allMatch(String.class::isInstance)) {
            throw noCall();
        }
        return (Map<String, @Nullable Object>) dict;
    }

    private static SerializationException noCall() {
        return new SerializationException(
                "pickle is not a call: a tuple of object id, method name, arguments and keyword"
                        + " arguments was expected");
    }

    /** Executes the instructions and returns the top of the stack at the end. */
    private @Nullable Object run() {
        while (true) {
            instructionAt = p;
            int code = unsignedByte();
            if (code == '.') {
                return result();
            }
            if (code < 0x80) {
                step(code);
            } else {
                stepOfProtocol2(code);
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object result) {
        if (result instanceof Global global) {
            throw global.noValue();
        }
        if (!(result instanceof Part part)) {
            return result;
        }
        if (part.global() != null) {
            throw part.global().noValue();
        }
        return part.value();
    }

    private @Nullable Object result() {
        Object result = stack.pop();
        if (p < end || bulks.left() > 0) {
            throw new SerializationException("it continues after its end");
        }
        return result;
    }

    /** Executes an instruction of protocol 0 or 1, or a printable one of protocol 3. */
    private void step(int code) {
        switch (code) {
            case 'N' -> stack.push(null);
            case 'J' -> stack.push(number(int32()));
            case 'K' -> stack.push(unsignedByte());
            case 'M' -> stack.push(number(unsignedShort()));
            case 'G' -> stack.push(number(float64()));
            case 'X' -> stack.push(unicode(unsignedInt()));
            case 'B' -> stack.push(byteString(unsignedInt()));
            case 'C' -> stack.push(byteString(unsignedByte()));
            case 'T' -> stack.push(ofPython2(int32()));
            case 'U' -> stack.push(ofPython2(unsignedByte()));
            case 'I' -> stack.push(text.integerOrBoolean(p, counted(line())));
            case 'L' -> stack.push(text.longInteger(p, counted(line())));
            case 'F' -> stack.push(text.floatingPoint(p, counted(line())));
            case 'S' -> stack.push(text.quoted(p, counted(line())));
            case 'V' -> stack.push(text.escaped(p, counted(line())));

            case '(' -> stack.mark();
            case '0' -> stack.drop();
            case '1' -> stack.popMark();
            case '2' -> stack.duplicate();
            case 'g' -> stack.pushMemo(text.memoNumber(p, line()));
            case 'h' -> stack.pushMemo(unsignedByte());
            case 'j' -> stack.pushMemo(unsignedInt());
            case 'p' -> stack.memoize(text.memoNumber(p, line()));
            case 'q' -> stack.memoize(unsignedByte());
            case 'r' -> stack.memoize(unsignedInt());

            case ')' -> stack.push(tuple(0));
            case ']' -> stack.push(newList());
            case '}' -> stack.push(newDict());
            case 't' -> stack.push(tuple(stack.popMark()));
            case 'l' -> stack.push(appended(newList(), stack.popMark()));
            case 'd' -> stack.push(filled(newDict(), stack.popMark()));
            case 'a' -> {
                stack.takeOff(1);
                grow(1);
            }
            case 'e' -> grow(stack.popMark());
            case 's' -> {
                stack.takeOff(2);
                fill(2);
            }
            case 'u' -> fill(stack.popMark());

            case 'c' -> push(Global.of(name(), name()));
            case 'i' -> instantiate(Global.of(name(), name()), tuple(stack.popMark()));
            case 'o' -> instantiateMarked();
            case 'R' -> call();
            case 'b' -> build();
            case 'P', 'Q' -> throw new SerializationException(
                    "it has a persistent id, which only its writer understands");
            default -> throw unknown(code);
        }
    }

    private void stepOfProtocol2(int code) {
        switch (code) {
            case 0x80 -> protocol();
            case 0x81 -> make();
            case 0x82, 0x83, 0x84 -> throw new SerializationException(
                    "it names a class by its number in a registry that only its writer has");
            case 0x85, 0x86, 0x87 -> {
                stack.takeOff(code - 0x84);
                stack.push(tuple(code - 0x84));
            }
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 0x8a -> stack.push(integer(unsignedByte()));
            case 0x8b -> stack.push(integer(int32()));
            // protocols 4 and 5
            case 0x8c -> stack.push(unicode(unsignedByte()));
            case 0x8d -> stack.push(unicode(int64()));
            case 0x8e -> stack.push(byteString(int64()));
            case 0x8f -> stack.push(newSet());
            case 0x90 -> addItems(stack.popMark());
            case 0x91 -> stack.push(frozenSet(stack.popMark()));
            case 0x92 -> makeWithKeywords();
            case 0x93 -> global();
            case 0x94 -> stack.memoize();
            case 0x95 -> need(int64(), end - p + bulks.left());
            case 0x96 -> stack.push(ByteArray.of(byteString(int64())));
            case 0x97, 0x98 -> throw new SerializationException(
                    "it refers to an out-of-band buffer, which Pyro does not support");
            default -> throw unknown(code);
        }
    }

    private static SerializationException unknown(int code) {
        return new SerializationException(String.format(
                "0x%02x is not an instruction; it is damaged, or was written by another"
                        + " serializer",
                code));
    }

    private void protocol() {
        int version = unsignedByte();
        if (version > NEWEST_PROTOCOL) {
            throw new SerializationException(
                    "its protocol is " + version + ", but only those up to "
                            + NEWEST_PROTOCOL + " are known");
        }
    }

    // Containers

    private Part newList() {
        budget.add(DecodeBudget.LIST + PART);
        return new Part(new ArrayList<@Nullable Object>());
    }

    private Part newDict() {
        budget.add(DecodeBudget.DICT + PART);
        return new Part(new LinkedHashMap<Object, @Nullable Object>());
    }

    private Part newSet() {
        budget.add(DecodeBudget.SET + PART);
        return new Part(new LinkedHashSet<@Nullable Object>());
    }

    /** Creates a tuple of the items that were just taken off. */
    private Part tuple(int count) {
        return tuple(0, count);
    }

    private Part tuple(int from, int to) {
        budget.add(PART);
        if (to > from) { // the empty tuple is shared
            budget.add(DecodeBudget.LIST + 2L * DecodeBudget.REFERENCE * (to - from)); // twice, since Tuple copies
        }
        Part tuple = new Part(Tuple.of());
        @Nullable
        Object[] elements = new Object[to - from];
        for (int i = from; i < to; i++) {
            elements[i - from] = stack.take(stack.takenOff(i), tuple);
        }
        tuple.become(Tuple.of(elements));
        return tuple;
    }

    /** Returns the container at the top of the stack, which must not have been put into another one yet. */
    private Part growing() {
        if (!(stack.peek() instanceof Part part)) {
            throw new SerializationException("it adds to a value that is not a container");
        }
        if (part.isTaken()) {
            throw PickleStack.containsItself();
        }
        if (part instanceof Instance instance) {
            throw instance.holdsNoItems();
        }
        return part;
    }

    private void grow(int count) {
        appended(growing(), count);
    }

    @SuppressWarnings("unchecked") // lists created here contain objects
    private Part appended(Part part, int count) {
        if (!(part.value() instanceof ArrayList<?> list)) {
            throw wrongContainer("appends to", part);
        }
        budget.add((long) DecodeBudget.ELEMENT * count);
        for (int i = 0; i < count; i++) {
            ((List<@Nullable Object>) list).add(stack.take(stack.takenOff(i), part));
        }
        return part;
    }

    private void fill(int count) {
        filled(growing(), count);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // dicts created here contain objects; None is allowed as a key
    private Part filled(Part part, int count) {
        if (!(part.value() instanceof LinkedHashMap<?, ?> map)) {
            throw wrongContainer("sets items of", part);
        }
        if (count % 2 != 0) {
            throw new SerializationException("it has a key of a dict without a value");
        }
        Map<Object, @Nullable Object> dict = (Map<Object, @Nullable Object>) map;
        budget.add(sizeOfEntries(count / 2, dict.isEmpty()));
        part.holds((long) DecodeBudget.PAIR * (count / 2), 0);
        KeyComparisons comparisons = part.comparisons(budget);
        for (int i = 0; i < count; i += 2) {
            Object key = key(stack.take(stack.takenOff(i), part));
            comparisons.add(key, dict.keySet());
            dict.put(key, stack.take(stack.takenOff(i + 1), part));
        }
        return part;
    }

    @SuppressWarnings("unchecked") // sets created here contain objects
    private void addItems(int count) {
        Part part = growing();
        if (!(part.value() instanceof LinkedHashSet<?> set)) {
            throw wrongContainer("adds items to", part);
        }
        add((Set<@Nullable Object>) set, part, count);
    }

    private Part frozenSet(int count) {
        budget.add(DecodeBudget.SET + DecodeBudget.LIST + PART);
        Part part = new Part(FrozenSet.of());
        Set<@Nullable Object> members = new LinkedHashSet<>();
        add(members, part, count);
        part.become(FrozenSet.over(members));
        return part;
    }

    private void add(Set<@Nullable Object> set, Part part, int count) {
        budget.add(sizeOfEntries(count, set.isEmpty()));
        KeyComparisons comparisons = part.comparisons(budget);
        for (int i = 0; i < count; i++) {
            Object member = key(stack.take(stack.takenOff(i), part));
            comparisons.add(member, set);
            set.add(member);
        }
    }

    private static long sizeOfEntries(int count, boolean areFirst) {
        return (long) DecodeBudget.ENTRY * count
                + (areFirst && count > 0 ? DecodeBudget.TABLE : 0);
    }

    private @Nullable Object key(@Nullable Object value) {
        return Keys.of(value, instructionAt - start);
    }

    private static SerializationException wrongContainer(String does, Part part) {
        return new SerializationException("it " + does + " a " + Arguments.name(part.value()));
    }

    // Names, calls and objects

    private String name() {
        int from = p;
        return unicode(from, line());
    }

    private void global() {
        if (!(stack.pop() instanceof String name) || !(stack.pop() instanceof String module)) {
            throw new SerializationException(
                    "it names a class or function by something that is not text");
        }
        push(Global.of(module, name));
    }

    private void push(Global global) {
        budget.addBytes(global.fullName().length());
        stack.push(global);
    }

    private void call() {
        Part arguments = argumentsOf(stack.pop());
        stack.push(call(callee(stack.pop()), arguments));
    }

    private @Nullable Object call(Global callee, Part arguments) {
        stack.use(arguments);
        Constructor known = Constructors.of(callee);
        return known == null
                ? Instance.called(callee, counted(arguments), context, budget)
                : construct(known, callee, arguments);
    }

    private @Nullable Object construct(Constructor known, Global callee, Part arguments) {
        Object made = known.construct(new Arguments(callee, counted(arguments), context, budget));
        if (made instanceof Global global) {
            budget.addBytes(global.fullName().length());
        }
        return made;
    }

    /**
     * Counts arguments or a state, from which an object will be created that may copy each value and the references of
     * containers.
     */
    private Part counted(Part arguments) {
        budget.add(DecodeBudget.INSTANCE);
        if (!(arguments instanceof Instance)) {
            addCopy(arguments.value());
            if (arguments.value() instanceof Tuple values) {
                values.forEach(this::addCopy);
            }
        }
        return arguments;
    }

    private void addCopy(@Nullable Object value) {
        budget.add(switch (value) {
            case byte[] data -> 2L * data.length;
            case ByteArray array -> 2L * array.bytes().length;
            case String text -> 2L * text.length();
            case Collection<?> elements -> (long) DecodeBudget.ENTRY * elements.size();
            case Map<?, ?> dict -> (long) DecodeBudget.ENTRY * dict.size();
            case null, default -> 0L;
        });
    }

    private void make() {
        Part arguments = argumentsOf(stack.pop());
        make(callee(stack.pop()), arguments);
    }

    private void makeWithKeywords() {
        Object keywords = stack.pop();
        if (!(keywords instanceof Part part) || !(part.value() instanceof Map<?, ?> dict)
                || !dict.isEmpty()) {
            throw new SerializationException(
                    "it makes an object with keyword arguments, which only its class could read");
        }
        make();
    }

    private void make(Global type, Part arguments) {
        stack.use(arguments);
        Constructor known = Constructors.of(type);
        stack.push(known == null
                ? Instance.made(type, counted(arguments), 0, context, budget)
                : construct(known, type, arguments));
    }

    /** Creates an instance of an old-style class of Python 2, as in protocols 0 and 1. */
    private void instantiate(Global type, Part arguments) {
        if (arguments.value() instanceof Tuple none && none.isEmpty()) {
            make(type, arguments);
        } else {
            stack.push(call(type, arguments));
        }
    }

    private void instantiateMarked() {
        int count = stack.popMark();
        if (count == 0) {
            throw new SerializationException("it makes an object without naming a class");
        }
        instantiate(callee(stack.takenOff(0)), tuple(1, count));
    }

    private static Global callee(@Nullable Object item) {
        if (item instanceof Global global) {
            return global;
        }
        if (item instanceof Instance instance) {
            throw instance.notCallable();
        }
        throw new SerializationException("it calls a value that is not a class known by name;"
                + " nothing that a pickle made is called here");
    }

    private static Part argumentsOf(@Nullable Object item) {
        if (item instanceof Part part && !(part instanceof Stateful)
                && part.value() instanceof Tuple) {
            return part;
        }
        throw new SerializationException("it has arguments that are not a tuple");
    }

    private void build() {
        Object state = stack.pop();
        Object target = stack.peek();
        if (target instanceof Stateful object) {
            build(object, state);
        } else if (!isEmpty(state)) {
            Object value = target instanceof Part part ? part.value() : target;
            throw new SerializationException("it sets attributes of a " + Arguments.name(value)
                    + ", which can have none here");
        }
    }

    private void build(Stateful object, @Nullable Object state) {
        if (object.isTaken() || state == object) {
            throw PickleStack.containsItself();
        }
        if (state instanceof Part part) {
            stack.use(counted(part));
            Object value = part.value();
            object.holdsAs(part, 0);
            object.build(value);
        } else {
            object.build(stack.take(state, object));
        }
    }

    private static boolean isEmpty(@Nullable Object state) {
        if (!(state instanceof Part part) || part instanceof Stateful) {
            return state == null;
        }
        return part.value() instanceof Map<?, ?> dict && dict.isEmpty()
                || part.value() instanceof List<?> list && list.isEmpty();
    }

    // Scalars

    private <T> T number(T number) {
        budget.add(DecodeBudget.NUMBER);
        return number;
    }

    private Object integer(int length) {
        need(length);
        int from = p;
        p += length;
        if (length > Long.BYTES) {
            budget.addInteger((long) Byte.SIZE * length);
            byte[] bigEndian = new byte[length];
            for (int i = 0; i < length; i++) {
                bigEndian[length - 1 - i] = bytes[from + i];
            }
            return Integers.smallest(new BigInteger(bigEndian));
        }
        if (length == 0) {
            return 0;
        }
        budget.add(DecodeBudget.NUMBER);
        long value = bytes[p - 1];
        for (int i = p - 2; i >= from; i--) {
            value = value << Byte.SIZE | bytes[i] & BYTE;
        }
        return Integers.smallest(value);
    }

    private String unicode(long length) {
        need(length);
        int from = p;
        p += (int) length;
        return unicode(from, p);
    }

    private String unicode(int from, int to) {
        if (!Utf8.isAscii(bytes, from, to)) {
            budget.addNonAscii(to - from);
            return Utf8.read(bytes, from, to, start);
        }
        return context.names().get(bytes, from, to - from, budget);
    }

    private Object ofPython2(int length) {
        need(length);
        budget.addBytes(length);
        p += length;
        return text.ofPython2(p - length, p);
    }

    /** Returns bytes in an array of their own. */
    private byte[] byteString(long length) {
        byte[] bulk = bulks.take(p, length);
        if (bulk == null) {
            return copy(length);
        }
        budget.addApart(bulk.length);
        start -= bulk.length;
        return bulk;
    }

    private byte[] copy(long length) {
        need(length);
        budget.addBytes((int) length);
        int from = p;
        p += (int) length;
        return Arrays.copyOfRange(bytes, from, p);
    }

    /** Moves past a line and returns its end, without the line feed. */
    private int line() {
        for (int i = p; i < end; i++) {
            if (bytes[i] == '\n') {
                p = i + 1;
                return i;
            }
        }
        throw new SerializationException("it ends within a line");
    }

    /** Counts the text of a line and returns the line's end. */
    private int counted(int lineEnd) {
        budget.addEscaped(lineEnd - instructionAt);
        return lineEnd;
    }

    private int unsignedByte() {
        need(1);
        return bytes[p++] & BYTE;
    }

    private int unsignedShort() {
        return LittleEndian.unsignedShort(bytes, advance(Short.BYTES));
    }

    private int int32() {
        return LittleEndian.signedInt(bytes, advance(Integer.BYTES));
    }

    private long unsignedInt() {
        return Integer.toUnsignedLong(int32());
    }

    private long int64() {
        return LittleEndian.signedLong(bytes, advance(Long.BYTES));
    }

    private double float64() {
        return Double.longBitsToDouble(BigEndian.signedLong(bytes, advance(Double.BYTES)));
    }

    /** Steps over bytes that have to be there; returns where they begin. */
    private int advance(int count) {
        need(count);
        int at = p;
        p += count;
        return at;
    }

    private void need(long count) {
        need(count, end - p);
    }

    private static void need(long count, long available) {
        if (count < 0 || count > available) {
            throw new SerializationException("it announces " + Long.toUnsignedString(count)
                    + " bytes, but only " + available + " follow");
        }
    }
}
