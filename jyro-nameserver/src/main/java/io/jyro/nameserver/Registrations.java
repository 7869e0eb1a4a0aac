package io.jyro.nameserver;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.NamingException;
import io.jyro.RemoteText;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.rpc.WireNames;

/**
 * The store of a name server, and the rules for its changes: the limits, the owners of names, and the name server's own
 * entry, which no client may change. Reads use the store directly. Changes are made here, one at a time, so that none
 * is checked against a state that another is changing. Safe for any thread.
 *
 * <p>Owners are known for names registered since the start. A name that was in the store before has no owner until a
 * client registers it again.
 */
final class Registrations {
    private final Storage storage;
    private final RegistrationLimits limits;
    private final boolean hasOwners;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Owner> owners = new HashMap<>(); // guarded by changing
    private long size; // guarded by changing

    /**
     * Creates the rules for a store.
     *
     * @param hasOwners whether only its owner may change a registration
     */
    Registrations(Storage storage, RegistrationLimits limits, boolean hasOwners) {
        this.storage = storage;
        this.limits = limits;
        this.hasOwners = hasOwners;
        storage.all().forEach(
                (name, registration) -> size += RegistrationLimits.size(name, registration));
    }

    static boolean isOwn(String name) {
        return name.equals(WireNames.NAME_SERVER);
    }

    Storage storage() {
        return storage;
    }

    /**
     * Registers a name.
     *
     * @param safe whether to refuse a name that is already registered
     */
    void register(String name, Registration registration, boolean safe, Owner client) {
        limits.checkName(name);
        limits.checkUri(registration.uri());
        limits.checkTags(registration.metadata());
        change(() -> {
            Optional<Registration> old = storage.find(name);
            if (safe && old.isPresent()) {
                throw taken(name);
            }
            checkIsNotOwn(name);
            if (old.isPresent()) {
                checkOwner(name, client);
            } else {
                limits.checkEntries(storage.size());
            }
            long change = RegistrationLimits.size(name, registration)
                    - old.map(known -> RegistrationLimits.size(name, known)).orElse(0L);
            checkGrowth(change);
            // Another process that uses the same store may have registered the name.
            if (safe && !storage.putIfAbsent(name, registration)) {
                throw taken(name);
            }
            if (!safe) {
                storage.put(name, registration);
            }
            if (hasOwners) {
                owners.put(name, client);
            }
            grow(change);
            return true;
        });
    }

    void setMetadata(String name, Set<String> tags, Owner client) {
        limits.checkTags(tags);
        change(() -> {
            Registration old = storage.find(name).orElseThrow(() -> unknown(name));
            checkMayChange(name, client);
            long change = RegistrationLimits.size(name, new Registration(old.uri(), tags))
                    - RegistrationLimits.size(name, old);
            checkGrowth(change);
            if (!storage.replaceMetadata(name, tags)) {
                throw unknown(name);
            }
            grow(change);
            return true;
        });
    }

    /**
     * Removes a name other than the name server's own. Returns whether it was registered.
     *
     * @throws NamingException if it belongs to another client
     */
    boolean remove(String name, Owner client) {
        return !isOwn(name) && change(() -> {
            if (storage.find(name).isPresent()) {
                checkMayChange(name, client);
            }
            return removeNow(List.of(name)) == 1;
        });
    }

    /** Removes those of several names that the client may remove. Returns how many were registered. */
    int removeAll(Collection<String> names, Owner client) {
        return change(() -> removeNow(
                names.stream().filter(name -> !isOwn(name) && belongsTo(name, client)).toList()));
    }

    /** Removes a name, whoever owns it, if its uri is still the given one. Returns whether it was removed. */
    boolean removeUnreachable(String name, String uri) {
        return change(() -> {
            Optional<Registration> old = storage.find(name);
            boolean removed = storage.remove(name, uri);
            if (removed) {
                forget(name, old);
            }
            return removed;
        });
    }

    static NamingException unknown(String name) {
        return new NamingException("unknown name: " + RemoteText.shown(name));
    }

    private int removeNow(List<String> names) {
        Map<String, Optional<Registration>> old = new HashMap<>();
        names.forEach(name -> old.put(name, storage.find(name)));
        int removed = storage.removeAll(names);
        old.forEach(this::forget);
        return removed;
    }

    private void forget(String name, Optional<Registration> old) {
        owners.remove(name);
        old.ifPresent(known -> grow(-RegistrationLimits.size(name, known)));
    }

    private void checkMayChange(String name, Owner client) {
        checkIsNotOwn(name);
        checkOwner(name, client);
    }

    private void checkIsNotOwn(String name) {
        if (isOwn(name)) {
            throw new NamingException(
                    "the entry " + RemoteText.shown(name) + " is the name server's own; clients"
                            + " cannot replace, re-tag or remove it");
        }
    }

    private void checkOwner(String name, Owner client) {
        if (!belongsTo(name, client)) {
            throw new NamingException("name belongs to another client: " + RemoteText.shown(name)
                    + "; with"
                    + " NS_OWNERSHIP only the client that registered it may replace, re-tag or"
                    + " remove it");
        }
    }

    private boolean belongsTo(String name, Owner client) {
        Owner owner = owners.get(name);
        return owner == null || owner.equals(client);
    }

    private void checkGrowth(long change) {
        if (change > 0) {
            limits.checkSize(size + change);
        }
    }

    // Not below 0, since another process may have added names that are removed here.
    private void grow(long change) {
        size = Math.max(0, size + change);
    }

    private <T> T change(Supplier<T> change) {
        changing.lock();
        try {
            return change.get();
        } finally {
            changing.unlock();
        }
    }

    private static NamingException taken(String name) {
        return new NamingException("name already registered: " + RemoteText.shown(name));
    }
}
