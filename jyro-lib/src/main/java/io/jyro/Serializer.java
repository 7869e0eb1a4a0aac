package io.jyro;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A serialization format that Pyro knows. The number on the wire depends on the dialect; the same
 * number means different serializers in different dialects.
 *
 * @see "docs/protocol.md, 1.4 Serializer ids"
 */
public enum Serializer {
    /** Python literal expressions; the default of both dialects. */
    SERPENT(1, 1),
    /** JSON. */
    JSON(2, 3),
    /** Python's marshal format. */
    MARSHAL(3, 2),
    /** MessagePack with Pyro's extension types. */
    MSGPACK(6, 4),
    /** Python's pickle; only in 48, and only when listed as accepted. */
    PICKLE(4, -1),
    /** Pickles made by the dill package; only in 48, and only when listed as accepted. */
    DILL(5, -1),
    /** Pickles made by the cloudpickle package; only in 48, and only when listed as accepted. */
    CLOUDPICKLE(7, -1);

    private static final @Nullable Serializer[] BY_V48_ID = byId(Dialect.V48);
    private static final @Nullable Serializer[] BY_V502_ID = byId(Dialect.V502);

    private final int v48Id;
    private final int v502Id;

    Serializer(int v48Id, int v502Id) {
        this.v48Id = v48Id;
        this.v502Id = v502Id;
    }

    /**
     * Returns the number of this serializer in message headers of a dialect, or -1 if the dialect
     * has none.
     */
    public int id(Dialect dialect) {
        return dialect == Dialect.V48 ? v48Id : v502Id;
    }

    /** Returns Pyro's name of it, in lower case: {@code serpent}, {@code json}, ... */
    public String pyroName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether it can carry Python objects of any class, and so is only accepted when
     * listed.
     */
    public boolean isPickleFamily() {
        return v502Id < 0;
    }

    /** Returns the serializer with a number in a dialect, or null if the number is unknown. */
    public static @Nullable Serializer ofId(Dialect dialect, int id) {
        @Nullable
        Serializer[] table = dialect == Dialect.V48 ? BY_V48_ID : BY_V502_ID;
        return id >= 0 && id < table.length ? table[id] : null;
    }

    /**
     * Returns the serializer with one of Pyro's names, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Serializer ofName(String name) {
        for (Serializer serializer : values()) {
            if (serializer.pyroName().equals(name.toLowerCase(Locale.ROOT))) {
                return serializer;
            }
        }
        throw new IllegalArgumentException(
                "serializer '" + name + "' is unknown; use one of serpent,"
                        + " json, marshal, msgpack, pickle, dill, cloudpickle");
    }

    private static @Nullable Serializer[] byId(Dialect dialect) {
        @Nullable
        Serializer[] table = new @Nullable Serializer[8];
        for (Serializer serializer : values()) {
            if (serializer.id(dialect) >= 0) {
                table[serializer.id(dialect)] = serializer;
            }
        }
        return table;
    }
}
