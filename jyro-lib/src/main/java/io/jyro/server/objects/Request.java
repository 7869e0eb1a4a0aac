package io.jyro.server.objects;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;

import io.jyro.RemoteText;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.WrappedException;
import org.jspecify.annotations.Nullable;

/** The request of a client to an object, from the payload of its INVOKE message. */
public sealed interface Request {
    /**
     * Performs the request on an instance; exceptions of user code are thrown unchanged.
     *
     * @param failures called with exceptions of user code
     */
    @Nullable
    Object perform(ExposedClass exposed, Object target, UserFailures failures) throws Throwable;

    /** Returns the name of the member for the log. */
    String member();

    /** Creates the request from a payload. */
    static Request of(ReceivedCall call) {
        CallPayload payload = call.payload();
        DecodeBudget budget = call.budget();
        if (call.isBatch()) {
            return new Batch(payload.args(), budget);
        }
        return switch (payload.method()) {
            case WireNames.GET_ATTRIBUTE -> new ReadAttribute(attributeName(payload, 1), budget);
            case WireNames.SET_ATTRIBUTE ->
                new WriteAttribute(attributeName(payload, 2), payload.args().get(1), budget);
            default -> MethodCall.of(payload.method(), payload.args(), payload.kwargs(), budget);
        };
    }

    /** Calls a method. */
    record MethodCall(String member, Arguments arguments) implements Request {
        static MethodCall of(String method, List<?> args, @Nullable Map<String, ?> kwargs,
                DecodeBudget budget) {
            if (kwargs == null) {
                throw PythonErrors
                        .typeError(RemoteText.shown(method)
                                + "() needs a dict for its keyword arguments, got None");
            }
            return new MethodCall(method, new Arguments(args, kwargs, budget));
        }

        @Override
        public @Nullable Object perform(ExposedClass exposed, Object target,
                UserFailures failures) throws Throwable {
            return exposed.method(member, arguments).call(target, arguments, failures);
        }
    }

    /** Reads an attribute. */
    record ReadAttribute(String member, DecodeBudget budget) implements Request {
        @Override
        public @Nullable Object perform(ExposedClass exposed, Object target,
                UserFailures failures) throws Throwable {
            return exposed.getter(member).call(target,
                    new Arguments(List.of(), Map.of(), budget), failures);
        }
    }

    /** Writes an attribute. */
    record WriteAttribute(String member, @Nullable Object value, DecodeBudget budget)
            implements
                Request {
        @Override
        public @Nullable Object perform(ExposedClass exposed, Object target,
                UserFailures failures) throws Throwable {
            exposed.setter(member).call(target,
                    new Arguments(Collections.singletonList(value), Map.of(), budget), failures);
            return null;
        }
    }

    /** Calls several methods in order; the first failure ends it and is the last result. */
    record Batch(List<?> calls, DecodeBudget budget) implements Request {
        @Override
        public String member() {
            return WireNames.BATCH;
        }

        @Override
        public Object perform(ExposedClass exposed, Object target, UserFailures failures)
                throws Throwable {
            List<MethodCall> wanted = new ArrayList<>(calls.size());
            for (Object call : calls) {
                MethodCall one = member(call);
                exposed.requireMethod(one.member()); // an unknown name fails the whole batch
                wanted.add(one);
            }
            List<@Nullable Object> results = new ArrayList<>(wanted.size());
            for (MethodCall call : wanted) {
                try {
                    results.add(whole(call.member(), call.perform(exposed, target, failures)));
                } catch (Throwable e) { // sent to the caller as this call's result
                    results.add(new WrappedException(e));
                    break;
                }
            }
            return results;
        }

        /** Refuses items that are fetched one by one, which need their own reply. */
        private static @Nullable Object whole(String method, @Nullable Object returned)
                throws Throwable {
            Object result = returned instanceof LaterResult later ? later.await() : returned;
            if (result instanceof Iterator<?> || result instanceof BaseStream<?, ?>) {
                if (result instanceof AutoCloseable source) {
                    source.close();
                }
                throw PythonErrors.typeError(RemoteText.shown(method)
                        + "() returns an item stream, which a batch cannot carry; call it by itself");
            }
            return result;
        }

        private MethodCall member(@Nullable Object call) {
            if (call instanceof List<?> triple && triple.size() == 3
                    && triple.get(0) instanceof String method
                    && triple.get(1) instanceof List<?> args
                    && triple.get(2) instanceof Map<?, ?> kwargs) {
                @SuppressWarnings("unchecked") // keys are only looked up, and keys of other types are not found
                Map<String, ?> named = (Map<String, ?>) kwargs;
                return MethodCall.of(method, args, named, budget);
            }
            throw PythonErrors.typeError(
                    "each call of a batch should be a name, arguments and keyword arguments");
        }
    }

    private static String attributeName(CallPayload payload, int arguments) {
        if (payload.args().size() != arguments || !(payload.args().get(0) instanceof String name)) {
            throw PythonErrors.typeError(payload.method() + " should have the attribute's name"
                    + (arguments == 2 ? " and its value" : "") + " as arguments");
        }
        return name;
    }
}
