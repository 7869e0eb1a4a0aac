package io.jyro.serialize.format;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

import io.jyro.Dialect;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Flags;
import io.jyro.wire.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The available codecs: those of this library, and those that {@link ServiceLoader} finds on the class path, such as
 * pickle's. Looked up once; a codec of this library cannot be replaced.
 */
public final class Codecs {
    private static final Map<Serializer, Codec> AVAILABLE = Collections.unmodifiableMap(find());

    /** {@link #bulkFinder} as a function. */
    public static final Function<Header, BulkFinder> BULK_FINDERS = new Function<>() {
        @Override
        public BulkFinder apply(Header header) {
            return bulkFinder(header);
        }
    };

    private Codecs() {}

    /**
     * Returns the codec of a serializer.
     *
     * @throws SerializationException if its module is not on the class path
     */
    public static Codec of(Serializer serializer) {
        Codec codec = AVAILABLE.get(serializer);
        if (codec == null) {
            throw new SerializationException(
                    "serializer '" + serializer.pyroName() + "' is unknown or not available;"
                            + (serializer.isPickleFamily()
                                    ? " put the module jyro-pickle on the class path, or"
                                    : "")
                            + " use one of " + names());
        }
        return codec;
    }

    /**
     * Returns the codec for the number in a message header.
     *
     * @throws SerializationException if the number is unknown in that dialect, or the codec is not available
     */
    public static Codec forId(Dialect dialect, int id) {
        Serializer serializer = Serializer.ofId(dialect, id);
        if (serializer == null) {
            throw new SerializationException(
                    "no serializer available for id " + id + " of protocol "
                            + dialect.version() + "; use one of " + names());
        }
        return of(serializer);
    }

    /**
     * Returns the finder of long byte strings in the payload that a header announces; none if the payload is compressed
     * or must stay serialized.
     */
    public static BulkFinder bulkFinder(Header header) {
        boolean asItIs = (header.flags() & (Flags.COMPRESSED | Flags.KEEP_SERIALIZED)) == 0;
        Serializer serializer = Serializer.ofId(header.dialect(), header.serializerId());
        Codec codec = asItIs && serializer != null ? AVAILABLE.get(serializer) : null;
        return codec == null ? BulkFinder.NONE : codec.bulkFinder();
    }

    /** Returns the serializers that have a codec. */
    public static Set<Serializer> available() {
        return AVAILABLE.keySet();
    }

    private static String names() {
        return String.join(", ", available().stream().map(Serializer::pyroName).toList());
    }

    private static Map<Serializer, Codec> find() {
        Map<Serializer, Codec> codecs = new EnumMap<>(Serializer.class);
        for (Codec codec : List.of(new SerpentCodec(), new MarshalCodec(), new JsonCodec(),
                new MsgpackCodec())) {
            codecs.put(codec.serializer(), codec);
        }
        Iterator<Codec> found = ServiceLoader.load(Codec.class, Codec.class.getClassLoader())
                .iterator();
        while (true) {
            Codec codec = next(found);
            if (codec == null) {
                return codecs;
            }
            codecs.putIfAbsent(codec.serializer(), codec);
        }
    }

    /** Returns the next codec that can be loaded; skips those that fail, so that the others stay usable. */
    private static @Nullable Codec next(Iterator<Codec> found) {
        while (true) {
            try {
                return found.hasNext() ? found.next() : null;
            } catch (ServiceConfigurationError e) {
                log().warn("A codec named in META-INF/services could not be loaded and is left out",
                        RemoteText.loggable(e));
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Codecs.class);
    }
}
