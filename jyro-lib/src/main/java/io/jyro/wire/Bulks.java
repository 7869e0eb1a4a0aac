package io.jyro.wire;

import java.util.List;

/**
 * All that stands apart from the other bytes of a message.
 *
 * @param ofAnnotations values of annotations, in order
 * @param ofPayload byte strings of the payload, in order
 */
public record Bulks(List<Bulk> ofAnnotations, List<Bulk> ofPayload) {
    /** Of a message whose bytes stand together. */
    public static final Bulks NONE = new Bulks(List.of(), List.of());

    /** How many bytes stand apart in all. */
    public int length() {
        return Bulk.length(ofAnnotations) + Bulk.length(ofPayload);
    }
}
