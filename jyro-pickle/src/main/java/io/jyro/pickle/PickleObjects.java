package io.jyro.pickle;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ByteArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Executes the instructions of a pickle that name classes, call them, create objects and set their state. A name stays
 * a {@link Global}, and a call is looked up in the table of {@link Constructors}. For one pickle, on one thread.
 */
final class PickleObjects {
    private final PickleStack stack;
    private final PickleContainers containers;
    private final CodecContext context;
    private final DecodeBudget budget;

    PickleObjects(PickleStack stack, PickleContainers containers, CodecContext context,
            DecodeBudget budget) {
        this.stack = stack;
        this.containers = containers;
        this.context = context;
        this.budget = budget;
    }

    // Names

    /** Pushes the class or function whose module and name are on the stack. */
    void global() {
        if (!(stack.pop() instanceof String name) || !(stack.pop() instanceof String module)) {
            throw new SerializationException(
                    "it names a class or function by something that is not text");
        }
        push(Global.of(module, name));
    }

    void push(Global global) {
        budget.addBytes(global.fullName().length());
        stack.push(global);
    }

    // Calls

    /** Replaces a class or function and its arguments on the stack by the value of the call. */
    void call() {
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
        Object made = known
                .construct(new ConstructorArguments(callee, counted(arguments), context, budget));
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

    // New objects

    /** Replaces a class and its arguments on the stack by a new object of that class. */
    void make() {
        Part arguments = argumentsOf(stack.pop());
        make(callee(stack.pop()), arguments);
    }

    void makeWithKeywords() {
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
    void instantiate(Global type, Part arguments) {
        if (arguments.value() instanceof Tuple none && none.isEmpty()) {
            make(type, arguments);
        } else {
            stack.push(call(type, arguments));
        }
    }

    /** Creates an instance of the class after the last mark, with the items after the class as arguments. */
    void instantiateMarked() {
        int count = stack.popMark();
        if (count == 0) {
            throw new SerializationException("it makes an object without naming a class");
        }
        instantiate(callee(stack.takenOff(0)), containers.tuple(1, count));
    }

    // States

    /** Sets the state of the object below it on the stack. */
    void build() {
        Object state = stack.pop();
        Object target = stack.peek();
        if (target instanceof Stateful object) {
            build(object, state);
        } else if (!isEmpty(state)) {
            Object value = target instanceof Part part ? part.value() : target;
            throw new SerializationException(
                    "it sets attributes of a " + ConstructorArguments.name(value)
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
}
