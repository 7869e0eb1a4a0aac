package io.jyro.server;

import java.util.Set;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.Codecs;
import org.jspecify.annotations.Nullable;

/** The codecs that a daemon lets its clients use, by their numbers. Immutable. */
final class AcceptedCodecs {
    private static final int IDS = 16;

    private final @Nullable Codec[] v48;
    private final @Nullable Codec[] v502;

    /** Those of the accepted serializers that are there. */
    AcceptedCodecs(Set<Serializer> accepted) {
        v48 = byId(Dialect.V48, accepted);
        v502 = byId(Dialect.V502, accepted);
    }

    /** The codec with a number, or null if it is not accepted or means nothing. */
    @Nullable
    Codec find(Dialect dialect, int id) {
        @Nullable
        Codec[] byId = dialect == Dialect.V48 ? v48 : v502;
        return id >= 0 && id < IDS ? byId[id] : null;
    }

    private static @Nullable Codec[] byId(Dialect dialect, Set<Serializer> accepted) {
        @Nullable
        Codec[] byId = new @Nullable Codec[IDS];
        for (Serializer serializer : accepted) {
            int id = serializer.id(dialect);
            if (id >= 0 && Codecs.available().contains(serializer)) {
                byId[id] = Codecs.of(serializer);
            }
        }
        return byId;
    }
}
