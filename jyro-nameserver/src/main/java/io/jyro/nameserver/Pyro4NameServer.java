package io.jyro.nameserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.PythonException;
import org.jspecify.annotations.Nullable;

/** The name server for Pyro4 clients: they search for tags with {@code list}, and receive tags as lists. */
@Expose
final class Pyro4NameServer extends NameServerObject {
    Pyro4NameServer(Registrations registrations, ReachWatch watch) {
        super(new NameDirectory(registrations, Dialect.V48), watch);
    }

    @Override
    Collection<String> tags(Set<String> tags) {
        return new ArrayList<>(tags);
    }

    public Map<String, Object> list(
            @Param(value = "prefix", optional = true) @Nullable Object prefix,
            @Param(value = "regex", optional = true) @Nullable Object regex,
            @Param(value = "metadata_all", optional = true) @Nullable Object metadataAll,
            @Param(value = "metadata_any", optional = true) @Nullable Object metadataAny,
            @Param(value = "return_metadata", optional = true) @Nullable Object returnMetadata) {
        if (Stream.of(prefix, regex, metadataAll, metadataAny).filter(given -> given != null)
                .count() > 1) {
            throw PythonException.valueError("you can only filter on one thing at a time");
        }
        if (WireValues.isTrue(prefix)) {
            return reply(directory().withPrefix(filter(prefix, "prefix")), returnMetadata);
        }
        if (WireValues.isTrue(regex)) {
            return reply(directory().matching(filter(regex, "regex")), returnMetadata);
        }
        if (WireValues.isTrue(metadataAll)) {
            return reply(directory().withAll(WireValues.tags(metadataAll, "metadata_all")),
                    returnMetadata);
        }
        if (WireValues.isTrue(metadataAny)) {
            return reply(directory().withAny(WireValues.tags(metadataAny, "metadata_any")),
                    returnMetadata);
        }
        return reply(directory().all(), returnMetadata);
    }
}
