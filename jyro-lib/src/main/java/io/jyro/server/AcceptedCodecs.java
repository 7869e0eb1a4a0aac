package io.jyro.server;

import java.util.Set;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.Codecs;
import org.jspecify.annotations.Nullable;

/** The codecs that a daemon lets its clients use, by their numbers. Immutable. */
final class AcceptedCodecs {
    private final @Nullable Codec[][] byDialectAndId = new @Nullable Codec[Dialect
            .values().length][];

    /** Those of the accepted serializers that are there. */
    AcceptedCodecs(Set<Serializer> accepted) {
        for (Dialect dialect : Dialect.values()) {
            @Nullable
            Codec[] byId = new @Nullable Codec[16];
            for (Serializer serializer : accepted) {
                int id = serializer.id(dialect);
                if (id >= 0 && Codecs.available().contains(serializer)) {
                    byId[id] = Codecs.of(serializer);
                }
            }
            byDialectAndId[dialect.ordinal()] = byId;
        }
    }

    /** The codec with a number, or null if it is not accepted or means nothing. */
    @Nullable
    Codec find(Dialect dialect, int id) {
        @Nullable
        Codec[] byId = byDialectAndId[dialect.ordinal()];
        return id >= 0 && id < byId.length ? byId[id] : null;
    }
}
