package io.jyro.nameserver;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.PythonException;
import org.jspecify.annotations.Nullable;

/** The name server for Pyro5 clients: they search for tags with {@code yplookup}, and receive tags as sets. */
@Expose
final class Pyro5NameServer extends NameServerObject {
    Pyro5NameServer(Registrations registrations, ReachWatch watch) {
        super(new NameDirectory(registrations, Dialect.V502), watch);
    }

    @Override
    Collection<String> tags(Set<String> tags) {
        return tags;
    }

    public Map<String, Object> list(
            @Param(value = "prefix", optional = true) @Nullable Object prefix,
            @Param(value = "regex", optional = true) @Nullable Object regex,
            @Param(value = "return_metadata", optional = true) @Nullable Object returnMetadata) {
        if (WireValues.isTrue(prefix) && WireValues.isTrue(regex)) {
            throw PythonException.valueError("you can only filter on one thing at a time");
        }
        if (WireValues.isTrue(prefix)) {
            return reply(directory().withPrefix(filter(prefix, "prefix")), returnMetadata);
        }
        if (WireValues.isTrue(regex)) {
            return reply(directory().matching(filter(regex, "regex")), returnMetadata);
        }
        return reply(directory().all(), returnMetadata);
    }

    public Map<String, Object> yplookup(
            @Param(value = "meta_all", optional = true) @Nullable Object metaAll,
            @Param(value = "meta_any", optional = true) @Nullable Object metaAny,
            @Param(value = "return_metadata",
                    defaultValue = "True") @Nullable Object returnMetadata) {
        if (WireValues.isTrue(metaAll) && WireValues.isTrue(metaAny)) {
            throw PythonException.valueError(
                    "you can't use meta_all or meta_any at the same time");
        }
        if (WireValues.isTrue(metaAll)) {
            return reply(directory().withAll(WireValues.tags(metaAll, "metadata_all")),
                    returnMetadata);
        }
        if (WireValues.isTrue(metaAny)) {
            return reply(directory().withAny(WireValues.tags(metaAny, "metadata_any")),
                    returnMetadata);
        }
        return Map.of();
    }
}
