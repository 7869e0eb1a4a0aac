package io.jyro.pickle;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ClassDict;
import io.jyro.types.NamedTuple;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * An object that a pickle describes: its class, the arguments of its creation, and the state that follows. Its Java
 * value is determined only when it is complete, since only the state distinguishes an exception of an unknown class
 * from a call of some function.
 */
final class Instance extends Stateful {
    private static final int UUID_BITS = 128;
    private static final String TRACEBACK = "_pyroTraceback";

    private final Global type;
    private final boolean isCalled;
    private final Tuple arguments;
    private final CodecContext context;
    private final DecodeBudget budget;

    private @Nullable Map<Object, @Nullable Object> attributes;
    private @Nullable Object otherState;
    private boolean isFinished;
    private @Nullable Object finished;

    private Instance(Global type, boolean isCalled, Part arguments, int leadingArguments,
            CodecContext context, DecodeBudget budget) {
        super(null);
        this.type = type;
        this.isCalled = isCalled;
        this.arguments = rest(arguments.elements(), leadingArguments);
        this.context = context;
        this.budget = budget;
        holdsAs(arguments, 0);
        holds(type.fullName().length() / DecodeBudget.BYTES_PER_ELEMENT, 0);
    }

    /** Returns an instance created by calling a class, or what may be a function. */
    static Instance called(Global callee, Part arguments, CodecContext context,
            DecodeBudget budget) {
        if (arguments.global() != null) {
            throw callee.notCalled();
        }
        return new Instance(callee, true, arguments, 0, context, budget);
    }

    /** Returns an instance created by the {@code __new__} of a class, with the arguments after the leading ones. */
    static Instance made(Global type, Part arguments, int leadingArguments, CodecContext context,
            DecodeBudget budget) {
        Instance instance = new Instance(type, false, arguments, leadingArguments, context, budget);
        instance.arguments.forEach(Instance::refuseGlobal);
        return instance;
    }

    private static Tuple rest(Tuple arguments, int from) {
        return from == 0
                ? arguments
                : Tuple.ofRange(arguments.toArray(), from, arguments.size());
    }

    private static void refuseGlobal(@Nullable Object argument) {
        if (argument instanceof Global global) {
            throw global.noValue();
        }
    }

    @Override
    void build(@Nullable Object state) {
        switch (state) {
            case null -> {
                // None means no state
            }
            case Map<?, ?> dict -> merge(dict);
            case Tuple slots when slots.size() == 2 && isDictOrNone(slots.get(0))
                    && isDictOrNone(slots.get(1)) -> {
                build(slots.get(0));
                build(slots.get(1));
            }
            case Tuple empty when empty.isEmpty() -> {
                // an empty tuple means no state
            }
            default -> otherState = state;
        }
    }

    private static boolean isDictOrNone(@Nullable Object state) {
        return state == null || state instanceof Map;
    }

    private void merge(Map<?, ? extends @Nullable Object> dict) {
        Map<Object, @Nullable Object> merged = attributes == null
                ? new LinkedHashMap<>()
                : attributes;
        dict.forEach((name, value) -> {
            if (!(name instanceof String)) {
                throw new SerializationException("an instance of " + type.shownName()
                        + " has an attribute whose name is not text");
            }
            merged.put(name, value);
        });
        attributes = merged;
    }

    /** Returns the Java value of the object. */
    @Override
    @Nullable
    Object value() {
        if (!isFinished) {
            finished = finish();
            isFinished = true;
        }
        return finished;
    }

    private @Nullable Object finish() {
        if (global() != null) {
            throw global().noValue();
        }
        String name = type.fullName();
        boolean converted = context.types().convertsFrom(name);
        if (isPyroReference(name) && !isCalled && otherState instanceof Tuple state) {
            return reference(state);
        }
        if (isCalled && (type.isException() || attributes().containsKey(TRACEBACK))) {
            return exception();
        }
        if (otherState != null && !converted) {
            throw new SerializationException("an instance of " + RemoteText.shown(name)
                    + " has a state that is not a dict of attributes, but a "
                    + otherState.getClass().getSimpleName() + ", which only its class"
                    + " could read");
        }
        if (converted) {
            return convert();
        }
        ZoneId zone = DateutilZone.of(name, arguments, attributes());
        if (zone != null) {
            return zone;
        }
        if (isCalled && !isNamespace(name)) {
            throw type.notCalled();
        }
        if (name.equals("uuid.UUID")) {
            return uuid();
        }
        return arguments.isEmpty() ? ofClassDict(new LinkedHashMap<>(attributes())) : namedTuple();
    }

    private Map<Object, @Nullable Object> attributes() {
        return attributes == null ? Map.of() : attributes;
    }

    /** Returns whether the class only holds the attributes in its state and is created without arguments. */
    private boolean isNamespace(String name) {
        return name.equals("types.SimpleNamespace") && arguments.isEmpty();
    }

    /** Returns whether the name is a class of Pyro whose state is a tuple. */
    private static boolean isPyroReference(String name) {
        return switch (name) {
            case "Pyro4.core.URI", "Pyro5.core.URI", "Pyro4.core.Proxy", "Pyro5.client.Proxy" ->
                true;
            default -> false;
        };
    }

    private @Nullable Object exception() {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("__exception__", true);
        dict.put("args", arguments);
        dict.put("attributes", attributes());
        return ofClassDict(dict);
    }

    private @Nullable Object convert() {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>(attributes());
        if (!arguments.isEmpty()) {
            dict.put("args", arguments);
        }
        if (otherState != null) {
            dict.put("state", otherState);
        }
        return ofClassDict(dict);
    }

    private @Nullable Object reference(Tuple state) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("state", type.fullName().equals("Pyro4.core.Proxy")
                ? ProxyTuple.forClassDict(state)
                : state);
        return ofClassDict(dict);
    }

    private @Nullable Object ofClassDict(Map<Object, @Nullable Object> dict) {
        dict.put(ClassDict.CLASS_KEY, type.fullName());
        return context.types().fromClassDict(type.fullName(), dict, budget);
    }

    private Object namedTuple() {
        if (!attributes().isEmpty()) {
            throw new SerializationException("an instance of " + type.shownName()
                    + " was made from values and has attributes too, as subclasses of int or str"
                    + " do; send the plain value, or register a converter for it with"
                    + " TypeRegistry.registerDictToClass");
        }
        return NamedTuple.of(type.fullName(), arguments);
    }

    private Object uuid() {
        BigInteger number = switch (attributes().get("int")) {
            case Integer small -> BigInteger.valueOf(small);
            case Long large -> BigInteger.valueOf(large);
            case BigInteger huge -> huge;
            case null, default -> BigInteger.ONE.negate();
        };
        if (number.signum() < 0 || number.bitLength() > UUID_BITS) {
            throw new SerializationException("a UUID must have an 'int' of 0 to 2**128-1");
        }
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    /** Returns the error for a pickle that uses this as a class; calling its creator might have returned one. */
    SerializationException notCallable() {
        return type.notCalled();
    }

    /** Returns the error for a pickle that adds items to it. */
    SerializationException holdsNoItems() {
        return new SerializationException("an instance of " + type.shownName()
                + ", a subclass of list, dict or set, has items; send a plain list, dict or set");
    }
}
