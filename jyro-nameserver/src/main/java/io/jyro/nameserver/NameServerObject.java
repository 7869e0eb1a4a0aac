package io.jyro.nameserver;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.PyroUri;
import io.jyro.RemoteName;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * The part of the object {@code Pyro.NameServer} that is the same for clients of both dialects. Methods and parameters
 * have the names of the protocol. An optional parameter that is left out is None, which means the same as Python's
 * default.
 *
 * @see "docs/protocol.md, 8.1 The object"
 */
@Expose
abstract sealed class NameServerObject permits Pyro4NameServer, Pyro5NameServer {
    private final NameDirectory directory;
    private final ReachWatch watch;

    NameServerObject(NameDirectory directory, ReachWatch watch) {
        this.directory = directory;
        this.watch = watch;
    }

    /** Returns tags in the form that clients of the dialect expect. */
    abstract Collection<String> tags(Set<String> tags);

    final NameDirectory directory() {
        return directory;
    }

    public void ping() {
        // the reply itself is the answer
    }

    public int count() {
        return directory.count();
    }

    // Python's Pyro5 sends 0.0 as return_metadata.
    public Object lookup(@Param("name") @Nullable Object name,
            @Param(value = "return_metadata", optional = true) @Nullable Object returnMetadata) {
        Registration found = directory.lookup(WireValues.text(name, "name"));
        PyroUri uri = PyroUri.parse(found.uri());
        return WireValues.isTrue(returnMetadata) ? Tuple.of(uri, tags(found.metadata())) : uri;
    }

    public void register(@Param("name") @Nullable Object name, @Param("uri") @Nullable Object uri,
            @Param(value = "safe", optional = true) @Nullable Object safe,
            @Param(value = "metadata", optional = true) @Nullable Object metadata) {
        String uriText = WireValues.uriText(uri);
        String nameText = WireValues.text(name, "name");
        directory.register(nameText, uriText, WireValues.isTrue(safe),
                WireValues.tags(metadata, "metadata"));
        watch.registered(nameText, uriText);
    }

    @RemoteName("set_metadata")
    public void setMetadata(@Param("name") @Nullable Object name,
            @Param("metadata") @Nullable Object metadata) {
        directory.setMetadata(WireValues.text(name, "name"),
                WireValues.tags(metadata, "metadata"));
    }

    public int remove(@Param(value = "name", optional = true) @Nullable Object name,
            @Param(value = "prefix", optional = true) @Nullable Object prefix,
            @Param(value = "regex", optional = true) @Nullable Object regex) {
        return directory.remove(filter(name, "name"), filter(prefix, "prefix"),
                filter(regex, "regex"));
    }

    /** Returns a filter as text; values that are false in Python are no filter, returned as an empty text. */
    static String filter(@Nullable Object value, String what) {
        return WireValues.isTrue(value) ? WireValues.text(value, what) : "";
    }

    /** Returns registrations in the form that clients receive: uris as text, with or without tags. */
    final Map<String, Object> reply(Map<String, Registration> found,
            @Nullable Object returnMetadata) {
        boolean withTags = WireValues.isTrue(returnMetadata);
        Map<String, Object> reply = LinkedHashMap.newLinkedHashMap(found.size());
        found.forEach((name, registration) -> reply.put(name, withTags
                ? Tuple.of(registration.uri(), tags(registration.metadata()))
                : registration.uri()));
        return reply;
    }
}
