package io.jyro.server.objects;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.jyro.DaemonException;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.WireNames;
import io.jyro.text.Spelling;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The objects and classes of a daemon by id, and their ids. Safe for any thread; calls find objects without a lock.
 * Registered objects are compared by identity.
 */
public final class ObjectTable {
    // Logged under the class that users know, whose level they set.
    private static final Logger log = DaemonLog.logger();

    private final Map<String, Registered> byId = new ConcurrentHashMap<>();
    private final Map<Class<?>, ExposedClass> exposures = new ConcurrentHashMap<>();
    // The keys refer weakly to all objects, so that one map serves weak and strong registrations; byId holds the strong
    // ones.
    private final Map<Identity, String> ids = new ConcurrentHashMap<>();
    private final Map<Class<?>, LazyInstance> singles = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final RegistrationHold hold = new RegistrationHold();

    /** Registers an object or class under an id, or under a new one if that is null. */
    public String register(Object subject, @Nullable String wantedId, boolean force, boolean weak) {
        Objects.requireNonNull(subject, "the object or class to register is null");
        return register(subject, registered(subject, weak), wantedId, force);
    }

    /** Registers a class whose instances the creator creates, under an id, or under a new one if that is null. */
    public <T> String register(Class<T> type, Supplier<? extends T> creator,
            @Nullable String wantedId) {
        return register(type, new Registered.OfClass(type, exposed(type),
                Objects.requireNonNull(creator, "creator"), single(type)), wantedId, false);
    }

    private String register(Object subject, Registered registered, @Nullable String wantedId,
            boolean force) {
        String id = put(subject, registered, wantedId, force);
        if (registered.exposed().metadata().isEmpty()) {
            log.warn(
                    "{} is registered, but exposes no methods or attributes; mark it, or those that clients"
                            + " may use, with @Expose",
                    registered.exposed().type());
        }
        hold.end();
        return id;
    }

    private synchronized String put(Object subject, Registered registered,
            @Nullable String wantedId, boolean force) {
        String id = wantedId == null
                ? "obj_" + UUID.randomUUID().toString().replace("-", "")
                : wantedId;
        checkFree(subject, id, force);
        unregister(id); // with force: the earlier object must not keep its id
        byId.put(id, registered);
        ids.put(new Identity(subject, collected), id);
        return id;
    }

    /** Registers the daemon's own object. */
    public void registerDaemon(Object object) {
        put(object, new Registered.OfDaemon(object), WireNames.DAEMON, false);
    }

    /** Registers two objects under the same id, one for the clients of each dialect. */
    public void registerByDialect(Object v48, Object v502, String id) {
        putByDialect(v48, v502, id);
        hold.end(); // not under the monitor: it starts threads for the held requests
    }

    private synchronized void putByDialect(Object v48, Object v502, String id) {
        checkFree(v48, id, false);
        checkFree(v502, id, false);
        byId.put(id, new Registered.ByDialect(new Registered.Instance(v48, exposed(v48.getClass())),
                new Registered.Instance(v502, exposed(v502.getClass()))));
        ids.put(new Identity(v48, collected), id);
        ids.put(new Identity(v502, collected), id);
    }

    /**
     * Returns the hold for requests for unknown objects, until something besides the daemon's own object is registered.
     */
    public RegistrationHold hold() {
        return hold;
    }

    /** Returns whether an id is unknown but may be registered soon: requests for it should be held. */
    public boolean mayStillCome(@Nullable String id) {
        return !hold.isOver() && id != null && !byId.containsKey(id);
    }

    private void checkFree(Object subject, String id, boolean force) {
        forgetCollected();
        if (!force && idOf(subject) != null) {
            throw new DaemonException(
                    "object or class already has a Pyro id: " + RemoteText.shown(idOf(subject))
                            + "; unregister it first");
        }
        if (!force && byId.containsKey(id)) {
            throw new DaemonException(
                    "an object or class is already registered with that id: " + RemoteText.shown(id)
                            + "; unregister that first, or choose another id");
        }
    }

    /**
     * Removes the registration under an id, in a time that does not depend on the number of registrations.
     *
     * @return how many entries of the reverse table were examined; 0 if the id is unknown
     */
    public synchronized int unregister(String id) {
        Registered removed = byId.remove(id);
        if (removed == null) {
            return 0;
        }
        List<Object> subjects = removed.subjects();
        for (Object subject : subjects) {
            ids.remove(new Identity(subject, null), id); // with force, it may have another id by now
        }
        return Math.max(1, subjects.size());
    }

    /** Reads the exposed members of the class under an id again. An unknown id is ignored. */
    synchronized void readAnew(String id) {
        byId.computeIfPresent(id, (unused, registered) -> switch (registered) {
            case Registered.Instance instance -> readAnew(instance);
            case Registered.OfDaemon own -> own;
            case Registered.Weak(WeakReference<Object> reference, ExposedClass before) ->
                new Registered.Weak(reference, readAnew(before));
            case Registered.OfClass ofClass -> ofClass.with(readAnew(ofClass.exposed()));
            case Registered.ByDialect(Registered.Instance v48, Registered.Instance v502) ->
                new Registered.ByDialect(readAnew(v48), readAnew(v502));
        });
    }

    private Registered.Instance readAnew(Registered.Instance before) {
        return new Registered.Instance(before.object(), readAnew(before.exposed()));
    }

    private ExposedClass readAnew(ExposedClass before) {
        exposures.remove(before.type());
        return exposed(before.type());
    }

    /** Returns the registration under an id, or null. */
    public @Nullable Registered find(String id) {
        return byId.get(id);
    }

    /** Returns the error for a caller whose object is unknown. The log also lists similar ids. */
    public DaemonException unknown(String id) {
        if (log.isDebugEnabled()) {
            log.debug("unknown object {}; similar ids: {}", RemoteText.shown(id),
                    RemoteText.shown(String.valueOf(Spelling.near(id, byId.keySet()))));
        }
        return new DaemonException(
                "unknown object: this daemon has no object '" + RemoteText.shown(id) + "'");
    }

    /** Returns the id of an object or class, or null if it is not registered. */
    @Nullable
    String idOf(Object subject) {
        return ids.get(new Identity(subject, null));
    }

    /**
     * Returns whether an object may be registered: its class is, or was, that of a registered object. A negative answer
     * does not allocate memory.
     */
    boolean mayHost(Object object) {
        return object instanceof Class<?> || exposures.containsKey(object.getClass());
    }

    /** Returns all ids. */
    public synchronized List<String> ids() {
        forgetCollected();
        return new ArrayList<>(byId.keySet());
    }

    /** Returns all objects and classes by id. */
    public synchronized Map<String, Object> registered() {
        forgetCollected();
        Map<String, Object> all = new HashMap<>();
        byId.forEach((id, registered) -> {
            List<Object> subjects = registered.subjects();
            if (!subjects.isEmpty()) {
                all.put(id, subjects.getLast());
            }
        });
        return all;
    }

    /** Returns the number of registrations. */
    public int size() {
        return byId.size();
    }

    private Registered registered(Object subject, boolean weak) {
        if (subject instanceof Class<?> type) {
            if (weak) {
                throw new IllegalArgumentException(
                        "classes cannot be registered weakly; register an object");
            }
            return new Registered.OfClass(type, exposed(type), null, single(type));
        }
        ExposedClass exposed = exposed(subject.getClass());
        return weak
                ? new Registered.Weak(new WeakReference<>(subject), exposed)
                : new Registered.Instance(subject, exposed);
    }

    // As in Pyro, a class has one instance in a daemon, even if it is registered under several ids.
    private LazyInstance single(Class<?> type) {
        return singles.computeIfAbsent(type, unused -> new LazyInstance());
    }

    /** Closes the instances that served all clients; failures are only logged. */
    public void closeSingles(RateLimitedLog failures) {
        for (LazyInstance single : singles.values()) {
            single.close(failures);
        }
    }

    private ExposedClass exposed(Class<?> type) {
        ExposedClass known = exposures.get(type);
        if (known != null) {
            return known;
        }
        ExposedClass read = ExposureReader.read(type);
        ExposedClass others = exposures.putIfAbsent(type, read);
        return others == null ? read : others;
    }

    private void forgetCollected() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            String id = ids.remove((Identity) gone);
            if (id != null) {
                byId.computeIfPresent(id,
                        (unused, registered) -> registered.subjects().isEmpty()
                                ? null
                                : registered);
            }
        }
    }

    /** A map key for one object by identity that does not keep the object alive. */
    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        Identity(Object subject, @Nullable ReferenceQueue<Object> queue) {
            super(subject, queue);
            hash = System.identityHashCode(subject);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // objects are compared by identity
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object subject = get();
            return subject != null && other instanceof Identity identity
                    && identity.get() == subject;
        }
    }
}
