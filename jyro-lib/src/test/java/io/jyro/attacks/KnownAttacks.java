package io.jyro.attacks;

import java.util.ArrayList;
import java.util.List;

/** All payloads that are known to be expensive somewhere. Made again with each call. */
public final class KnownAttacks {
    private KnownAttacks() {}

    /** Those in the four serializers that are always there. */
    public static List<Attack> all() {
        List<Attack> all = new ArrayList<>(MarshalAttacks.all());
        all.addAll(TextAttacks.all());
        all.addAll(ConversionAttacks.all());
        return all;
    }

    /** Those in pickles. */
    public static List<Attack> pickles() {
        List<Attack> all = new ArrayList<>(PickleAttacks.all());
        all.addAll(ConversionAttacks.pickles());
        return all;
    }
}
