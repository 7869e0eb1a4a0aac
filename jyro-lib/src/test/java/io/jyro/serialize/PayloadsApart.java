package io.jyro.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.wire.Bulk;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Payload;

/** Payloads as they come from a connection, with byte strings in arrays of their own. */
public final class PayloadsApart {
    private PayloadsApart() {}

    /** A payload of which all byte strings stand apart that a codec finds, from some length on. */
    public static Payload of(Codec codec, byte[] payload, int atLeast) {
        byte[] own = payload.clone();
        int end = own.length;
        List<Bulk> bulks = new ArrayList<>();
        int from = 0;
        while (true) {
            BulkFinder.Place place = codec.bulkFinder().find(own, from, end, atLeast);
            if (place == null || place.length() > end - place.at()) {
                byte[] shifted = new byte[end + 20];
                System.arraycopy(own, 0, shifted, 10, end);
                return new Payload(shifted, 10, end, bulks);
            }
            from = place.at();
            int behind = from + place.length();
            bulks.add(new Bulk(from, Arrays.copyOfRange(own, from, behind)));
            System.arraycopy(own, behind, own, from, end - behind);
            end -= place.length();
        }
    }
}
