package io.jyro.rpc;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.wire.Message;

/**
 * What two Jyro peers agree to do beyond Pyro: offered with CONNECT, accepted with CONNECTOK. With a stock peer nothing is
 * agreed, since it does not answer the offer (docs/protocol.md, 17).
 *
 * @param features bits, one for each of the things that both can do
 */
public record Agreement(int features) {
    /** The annotation in which the offer and the acceptance travel; user code never sees it. */
    public static final String ANNOTATION = "JYRO";

    /** With a peer that knows Pyro and nothing more. */
    public static final Agreement NONE = new Agreement(0);

    private static final int VERSION = 1;
    private static final int LENGTH = 5;
    private static final int SIDE_BY_SIDE = 0x01;
    private static final int CHAIN = 0x10;
    private static final int EXACT_TIMES = 0x20;

    /** All that this side can do. */
    public static final Agreement OFFER = new Agreement(SIDE_BY_SIDE | CHAIN | EXACT_TIMES);

    /** Several calls may be under way on a connection, and are answered as they are ready. */
    public boolean sideBySide() {
        return (features & SIDE_BY_SIDE) != 0;
    }

    /** Calls say in which other calls they were made. */
    public boolean chain() {
        return (features & CHAIN) != 0;
    }

    /** Dates and times are written with their nanoseconds and the region of their zone, which Python does not read. */
    public boolean exactTimes() {
        return (features & EXACT_TIMES) != 0;
    }

    /** What the sender of a CONNECT or CONNECTOK offers or accepts; nothing if that cannot be read. */
    public static Agreement of(Message message) {
        byte[] value = message.annotation(ANNOTATION);
        if (value == null || value.length < LENGTH || value[0] != VERSION) {
            return NONE;
        }
        int bits = 0;
        for (int i = 1; i < LENGTH; i++) {
            bits = bits << 8 | value[i] & 0xff;
        }
        return new Agreement(bits & OFFER.features);
    }

    /** The annotations that came with a CONNECTOK, without those of Jyro. */
    public static Map<String, byte[]> without(Map<String, byte[]> annotations) {
        if (!annotations.containsKey(ANNOTATION)) {
            return annotations;
        }
        Map<String, byte[]> others = new LinkedHashMap<>(annotations);
        others.remove(ANNOTATION);
        return others;
    }

    /** The annotations of a CONNECT or CONNECTOK that says this; those given if there is nothing to say. */
    public Map<String, byte[]> with(Map<String, byte[]> annotations) {
        if (features == 0) {
            return annotations;
        }
        Map<String, byte[]> all = new LinkedHashMap<>(annotations);
        all.put(ANNOTATION, new byte[]{VERSION, (byte) (features >>> 24), (byte) (features >>> 16),
                (byte) (features >>> 8), (byte) features});
        return all;
    }
}
