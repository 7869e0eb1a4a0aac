package io.jyro.server;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.format.Codecs;
import org.jspecify.annotations.Nullable;

/** The codecs that a daemon accepts from its clients, by their ids. Immutable. */
final class AcceptedCodecs {
    private static final int IDS = 16;

    private final @Nullable Codec[] v48;
    private final @Nullable Codec[] v502;

    /**
     * Collects the codecs of the accepted serializers.
     *
     * @throws IllegalArgumentException if one of them has no codec
     */
    AcceptedCodecs(Set<Serializer> accepted) {
        requireAvailable(accepted);
        v48 = byId(Dialect.V48, accepted);
        v502 = byId(Dialect.V502, accepted);
    }

    /** Returns the codec with an id, or null if it is unknown or not accepted. */
    @Nullable
    Codec find(Dialect dialect, int id) {
        @Nullable
        Codec[] byId = dialect == Dialect.V48 ? v48 : v502;
        return id >= 0 && id < IDS ? byId[id] : null;
    }

    /** Returns the error text for a message with another serializer. */
    String refusal(Dialect dialect, int id) {
        Serializer serializer = Serializer.ofId(dialect, id);
        return "message used serializer that is not accepted: "
                + (serializer == null ? Integer.toString(id) : serializer.pyroName())
                + "; accepted: " + names(dialect) + " (SERIALIZERS_ACCEPTED)";
    }

    private String names(Dialect dialect) {
        return Arrays.stream(dialect == Dialect.V48 ? v48 : v502).filter(Objects::nonNull)
                .map(codec -> codec.serializer().pyroName()).sorted()
                .collect(Collectors.joining(", "));
    }

    private static void requireAvailable(Set<Serializer> accepted) {
        for (Serializer serializer : accepted) {
            if (!Codecs.available().contains(serializer)) {
                throw new IllegalArgumentException(
                        "SERIALIZERS_ACCEPTED (serializersAccepted) lists "
                                + serializer.pyroName()
                                + ", but there is no codec of it: put the module"
                                + " io.jyro:jyro-pickle on the class path or module path, or remove it from the list");
            }
        }
    }

    private static @Nullable Codec[] byId(Dialect dialect, Set<Serializer> accepted) {
        @Nullable
        Codec[] byId = new @Nullable Codec[IDS];
        for (Serializer serializer : accepted) {
            int id = serializer.id(dialect);
            if (id >= 0) {
                byId[id] = Codecs.of(serializer);
            }
        }
        return byId;
    }
}
