package io.jyro.pickle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ByteArray;
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
 * <p>This class decides what an instruction does. {@link PickleInput} reads instructions and operands,
 * {@link PickleStack} is the data of the machine, and {@link PickleContainers} and {@link PickleObjects} execute the
 * instructions that consist of several steps.
 *
 * @see "docs/protocol.md, C Pickle (v48, opt-in)"
 */
final class PickleReader {
    private static final int NEWEST_PROTOCOL = 5;

    private final PickleInput in;
    private final DecodeBudget budget;
    private final PickleStack stack;
    private final PickleContainers containers;
    private final PickleObjects objects;

    PickleReader(Payload payload, CodecContext context, DecodeBudget budget) {
        this.in = new PickleInput(payload, context, budget);
        this.budget = budget;
        this.stack = new PickleStack(context.limits().maxNestingDepth(), budget);
        this.containers = new PickleContainers(in, stack, budget);
        this.objects = new PickleObjects(stack, containers, context, budget);
    }

    @Nullable
    Object read() {
        try {
            return plain(run());
        } catch (SerializationException e) {
            throw new SerializationException("pickle is refused at byte " + in.offset() + " of "
                    + in.length() + ": " + RemoteText.message(e), e);
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
            int code = in.instruction();
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
        if (in.left() > 0) {
            throw new SerializationException("it continues after its end");
        }
        return result;
    }

    /** Executes an instruction of protocol 1, or a printable one of protocol 3. */
    private void step(int code) {
        switch (code) {
            case 'N' -> stack.push(null);
            case 'J' -> stack.push(number(in.int32()));
            case 'K' -> stack.push(in.unsignedByte());
            case 'M' -> stack.push(number(in.unsignedShort()));
            case 'G' -> stack.push(number(in.float64()));
            case 'X' -> stack.push(in.unicode(in.unsignedInt()));
            case 'B' -> stack.push(in.byteString(in.unsignedInt()));
            case 'C' -> stack.push(in.byteString(in.unsignedByte()));

            case '(' -> stack.mark();
            case '0' -> stack.drop();
            case 'h' -> stack.pushMemo(in.unsignedByte());
            case 'j' -> stack.pushMemo(in.unsignedInt());
            case 'q' -> stack.memoize(in.unsignedByte());
            case 'r' -> stack.memoize(in.unsignedInt());

            case ')' -> stack.push(containers.tuple(0));
            case ']' -> stack.push(containers.newList());
            case '}' -> stack.push(containers.newDict());
            case 't' -> stack.push(containers.tuple(stack.popMark()));
            case 'a' -> {
                stack.takeOff(1);
                containers.append(1);
            }
            case 'e' -> containers.append(stack.popMark());
            case 's' -> {
                stack.takeOff(2);
                containers.setItems(2);
            }
            case 'u' -> containers.setItems(stack.popMark());

            case 'c' -> objects.push(Global.of(in.lineOfName(), in.lineOfName()));
            case 'R' -> objects.call();
            case 'b' -> objects.build();
            default -> stepOfProtocol0(code);
        }
    }

    /** Executes an instruction that picklers use in protocol 0 or in Python 2 only. */
    private void stepOfProtocol0(int code) {
        switch (code) {
            case 'T' -> stack.push(in.ofPython2(in.int32()));
            case 'U' -> stack.push(in.ofPython2(in.unsignedByte()));
            case 'I' -> stack.push(in.lineOfIntegerOrBoolean());
            case 'L' -> stack.push(in.lineOfLongInteger());
            case 'F' -> stack.push(in.lineOfFloatingPoint());
            case 'S' -> stack.push(in.lineOfQuotedText());
            case 'V' -> stack.push(in.lineOfEscapedText());

            case '1' -> stack.popMark();
            case '2' -> stack.duplicate();
            case 'g' -> stack.pushMemo(in.lineOfMemoNumber());
            case 'p' -> stack.memoize(in.lineOfMemoNumber());

            case 'l' -> stack.push(containers.appended(containers.newList(), stack.popMark()));
            case 'd' -> stack.push(containers.filled(containers.newDict(), stack.popMark()));

            case 'i' -> objects.instantiate(Global.of(in.lineOfName(), in.lineOfName()),
                    containers.tuple(stack.popMark()));
            case 'o' -> objects.instantiateMarked();
            case 'P', 'Q' -> throw new SerializationException(
                    "it has a persistent id, which only its writer understands");
            default -> throw unknown(code);
        }
    }

    /** Executes an instruction of protocol 2 to 5. */
    private void stepOfProtocol2(int code) {
        switch (code) {
            case 0x80 -> protocol();
            case 0x81 -> objects.make();
            case 0x82, 0x83, 0x84 -> throw new SerializationException(
                    "it names a class by its number in a registry that only its writer has");
            case 0x85, 0x86, 0x87 -> {
                stack.takeOff(code - 0x84);
                stack.push(containers.tuple(code - 0x84));
            }
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 0x8a -> stack.push(in.integer(in.unsignedByte()));
            case 0x8b -> stack.push(in.integer(in.int32()));
            // protocols 4 and 5
            case 0x8c -> stack.push(in.unicode(in.unsignedByte()));
            case 0x8d -> stack.push(in.unicode(in.int64()));
            case 0x8e -> stack.push(in.byteString(in.int64()));
            case 0x8f -> stack.push(containers.newSet());
            case 0x90 -> containers.addMembers(stack.popMark());
            case 0x91 -> stack.push(containers.frozenSet(stack.popMark()));
            case 0x92 -> objects.makeWithKeywords();
            case 0x93 -> objects.global();
            case 0x94 -> stack.memoize();
            case 0x95 -> in.frame();
            case 0x96 -> stack.push(ByteArray.of(in.byteString(in.int64())));
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
        int version = in.unsignedByte();
        if (version > NEWEST_PROTOCOL) {
            throw new SerializationException(
                    "its protocol is " + version + ", but only those up to "
                            + NEWEST_PROTOCOL + " are known");
        }
    }

    private <T> T number(T number) {
        budget.add(DecodeBudget.NUMBER);
        return number;
    }
}
