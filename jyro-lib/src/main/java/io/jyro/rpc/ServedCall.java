package io.jyro.rpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.ProtocolException;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A call that a daemon serves, as a link in a chain of calls. It knows the ids of the calls that wait for it and passes
 * them on with the calls that it makes, so that a lock held by one call can let in the calls that it waits for
 * (docs/protocol.md, 17). Thread-safe.
 */
public final class ServedCall {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final long[] NOBODY = {};
    private static final byte CHAIN = 0x10;
    private static final int HEAD = 3;
    // A chain this long is an endless recursion; a message of 48 has little room for more, too.
    private static final int LONGEST = 4096;

    private final long[] callers;
    private final RunningCalls running;
    // Zero until this call makes a call itself, which few do. Written once, guarded by this.
    private volatile long id;
    // Written before the call runs.
    private @Nullable String objectId;
    private String method = "";
    private volatile @Nullable WaitingThread thread;

    private ServedCall(long[] callers, RunningCalls running) {
        this.callers = callers;
        this.running = running;
    }

    /** Creates a call for which only its direct caller is known to wait. */
    public static ServedCall first() {
        return new ServedCall(NOBODY, new RunningCalls());
    }

    /**
     * Creates a call from a request, which may name the calls that wait for it.
     *
     * @param running where this call is registered once it makes a call itself
     */
    public static ServedCall of(Message request, Capabilities capabilities, RunningCalls running) {
        byte[] chunk = capabilities.chain() ? request.annotation(Capabilities.ANNOTATION) : null;
        return new ServedCall(chunk == null ? NOBODY : idsIn(chunk), running);
    }

    /** Returns whether a call that is served here waits for this one, directly or through others. */
    public boolean isAwaitedHere() {
        for (long caller : callers) {
            if (running.contains(caller)) {
                return true;
            }
        }
        return false;
    }

    /** Sets the object and method, which are known once the request has been read. */
    public void isFor(String id, String name) {
        objectId = id;
        method = name;
    }

    String method() {
        return method;
    }

    @Nullable
    String objectId() {
        return objectId;
    }

    /** Returns whether any call is known to wait for this one. */
    public boolean hasCallers() {
        return callers.length > 0;
    }

    /**
     * Sets the thread of the method if other calls have to run on that thread as well, otherwise null.
     *
     * @return the previous value
     */
    public @Nullable WaitingThread runsOn(@Nullable WaitingThread newThread) {
        WaitingThread before = thread;
        thread = newThread;
        return before;
    }

    /** Returns the thread of the method if other calls have to run on it while the method waits, otherwise null. */
    public @Nullable WaitingThread thread() {
        return thread;
    }

    /** Removes the call from the running ones, after it was served. */
    public void end() {
        if (id != 0) {
            running.remove(id);
        }
    }

    /** Returns whether another call waits for this one, directly or through others. */
    public boolean isAwaitedBy(ServedCall other) {
        long theirs = other.id;
        if (theirs != 0) {
            for (long caller : callers) {
                if (caller == theirs) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the annotations of a call that is made while this one is served: the given ones, and the chain. */
    Map<String, byte[]> passOn(Map<String, byte[]> annotations) {
        if (callers.length == LONGEST) {
            throw new ProtocolException("a chain of " + LONGEST
                    + " calls, each made by the one before, is probably endless; the next call"
                    + " is refused");
        }
        int length = (callers.length + 1) * Long.BYTES;
        byte[] chunk = new byte[HEAD + length];
        chunk[0] = CHAIN;
        chunk[1] = (byte) (length >>> 8);
        chunk[2] = (byte) length;
        for (int i = 0; i < callers.length; i++) {
            put(chunk, i, callers[i]);
        }
        put(chunk, callers.length, ownId());
        Map<String, byte[]> all = new LinkedHashMap<>(annotations);
        all.put(Capabilities.ANNOTATION, chunk);
        return all;
    }

    private synchronized long ownId() {
        while (id == 0) {
            id = unguessable();
            running.add(id);
        }
        return id;
    }

    // A peer that learned one id, by being called, must not be able to guess that of the next call, or it could enter
    // the locks that this call holds. Each half of a random UUID has fixed bits where the other half is random, so all
    // 64 bits of the XOR are random. The secure source costs a fraction of a microsecond, and only a call that makes
    // calls itself pays for it.
    private static long unguessable() {
        UUID random = UUID.randomUUID();
        return random.getMostSignificantBits() ^ random.getLeastSignificantBits();
    }

    // The annotation is a list of (kind: 1, length: 2, value); unknown kinds are skipped.
    private static long[] idsIn(byte[] chunk) {
        int at = 0;
        while (at + HEAD <= chunk.length) {
            int length = (chunk[at + 1] & 0xff) << 8 | chunk[at + 2] & 0xff;
            int value = at + HEAD;
            if (value + length > chunk.length) {
                break;
            }
            if (chunk[at] == CHAIN) {
                long[] ids = new long[Math.min(LONGEST, length / Long.BYTES)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = (long) LONG.get(chunk, value + i * Long.BYTES);
                }
                return ids;
            }
            at = value + length;
        }
        return NOBODY;
    }

    private static void put(byte[] chunk, int index, long id) {
        LONG.set(chunk, HEAD + index * Long.BYTES, id);
    }
}
