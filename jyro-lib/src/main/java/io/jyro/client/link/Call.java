package io.jyro.client.link;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jyro.Kwargs;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.wire.Flags;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is requested from a proxy, before its target is known.
 *
 * @param objectId the object with the method; null for the object of the proxy
 * @param kwargs keyword arguments; null is Python's None
 * @param flags {@link Flags#ONEWAY} and {@link Flags#BATCH} if they apply
 * @param mayBeRepeated whether a retrying proxy may send it again after the connection failed
 */
public record Call(@Nullable String objectId, String method, List<@Nullable Object> args,
        @Nullable Map<String, @Nullable Object> kwargs, int flags, boolean mayBeRepeated) {

    /** Creates a call of a method of the proxy's object; a trailing {@link Kwargs} becomes keyword arguments. */
    public static Call of(String method, @Nullable Object @Nullable [] arguments) {
        @Nullable
        Object[] all = spread(arguments);
        int count = all.length;
        Map<String, @Nullable Object> kwargs = Map.of();
        if (count > 0 && all[count - 1] instanceof Kwargs last) {
            kwargs = last.asMap();
            count--;
        }
        List<@Nullable Object> args = count == all.length
                ? Arrays.asList(all)
                : Arrays.asList(all).subList(0, count);
        return new Call(null, method, args, kwargs, 0, true);
    }

    /** Creates a call that reads or writes an attribute of the proxy's object. */
    public static Call attribute(String method, @Nullable Object... arguments) {
        return new Call(null, method, Arrays.asList(arguments), null, 0, false);
    }

    /** Creates a call of a method of the daemon's own object. */
    public static Call ofDaemon(String method, Object argument, int flags) {
        return new Call(WireNames.DAEMON, method, Collections.singletonList(argument), Map.of(),
                flags, false);
    }

    /** Creates a batch of calls that are sent as one. */
    public static Call batch(List<@Nullable Object> calls, int flags) {
        return new Call(null, WireNames.BATCH, calls, null, flags | Flags.BATCH, false);
    }

    /** Returns this call as a oneway call. */
    public Call oneway() {
        return new Call(objectId, method, args, kwargs, flags | Flags.ONEWAY, mayBeRepeated);
    }

    /** Returns this call for another object of the daemon. */
    Call to(String otherId) {
        return new Call(otherId, method, args, kwargs, flags, mayBeRepeated);
    }

    /** Returns the name of the call in messages: {@code raise()}, {@code attribute target}. */
    public String what() {
        return isAttribute() ? "attribute " + args.get(0) : method + "()";
    }

    /** Returns the name of the call's result in messages: {@code raise() result}, {@code attribute target}. */
    public String whatComesOfIt() {
        return isAttribute() ? what() : what() + " result";
    }

    private boolean isAttribute() {
        return kwargs == null && !args.isEmpty() && (method.equals(WireNames.GET_ATTRIBUTE)
                || method.equals(WireNames.SET_ATTRIBUTE));
    }

    boolean isOneway() {
        return (flags & Flags.ONEWAY) != 0;
    }

    boolean isPlainMethodCall() {
        return flags == 0 && mayBeRepeated;
    }

    /** Returns the call as it is written. */
    public CallPayload payload(String ownObjectId) {
        return new CallPayload(objectId == null ? ownObjectId : objectId, method, args, kwargs);
    }

    // An array of any other type than Object[] was not spread by the caller: it is a single argument.
    private static @Nullable Object[] spread(@Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return new @Nullable Object[]{null};
        }
        return arguments.getClass() == Object[].class
                ? arguments
                : new @Nullable Object[]{arguments};
    }
}
