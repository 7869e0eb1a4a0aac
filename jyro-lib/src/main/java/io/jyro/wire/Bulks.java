package io.jyro.wire;

import java.util.List;

/**
 * The byte strings of a message that are stored separately from its other bytes.
 *
 * @param ofAnnotations values of annotations, in order
 * @param ofPayload byte strings of the payload, in order
 */
public record Bulks(List<Bulk> ofAnnotations, List<Bulk> ofPayload) {
    /** The value for a message without such byte strings. */
    public static final Bulks NONE = new Bulks(List.of(), List.of());

    /** Returns the total length of the byte strings. */
    public int length() {
        return Bulk.length(ofAnnotations) + Bulk.length(ofPayload);
    }
}
