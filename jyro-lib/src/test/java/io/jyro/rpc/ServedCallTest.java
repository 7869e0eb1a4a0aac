package io.jyro.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The ids by which calls of one chain know each other: docs/protocol.md, 17. */
class ServedCallTest {
    private static final int IDS = 21;
    // ThreadLocalRandom is a counter with a constant step, scrambled by these factors.
    private static final long FIRST_FACTOR = 0xff51afd7ed558ccdL;
    private static final long SECOND_FACTOR = 0xc4ceb9fe1a85ec53L;

    @Test
    void anIdTellsNothingOfTheNext() {
        assertThat(predictable(ServedCallTest::nextId)).isEmpty();
    }

    @Test
    void theSamePredictionFindsAllOfAGuessableGenerator() {
        assertThat(predictable(() -> ThreadLocalRandom.current().nextLong())).hasSize(IDS - 2);
    }

    @Test
    void noBitOfAnIdIsFixed() {
        long or = 0;
        long and = -1;
        for (int i = 0; i < 256; i++) {
            long id = nextId();
            or |= id;
            and &= id;
        }

        assertThat(or).isEqualTo(-1);
        assertThat(and).isZero();
    }

    @Test
    void aCallKeepsItsId() {
        ServedCall call = ServedCall.first();

        assertThat(idOf(call)).isEqualTo(idOf(call));
    }

    private static long nextId() {
        return idOf(ServedCall.first());
    }

    // The last that stands in the annotation of a call that it makes.
    private static long idOf(ServedCall call) {
        byte[] chunk = Objects.requireNonNull(call.passOn(Map.of()).get(Capabilities.ANNOTATION));
        return ByteBuffer.wrap(chunk).getLong(chunk.length - Long.BYTES);
    }

    // The ids, of 19, that follow from the two before them if the generator is a scrambled counter.
    private static List<Long> predictable(LongSupplier generator) {
        List<Long> found = new ArrayList<>();
        long before = unscrambled(generator.getAsLong());
        long last = unscrambled(generator.getAsLong());
        for (int i = 2; i < IDS; i++) {
            long next = unscrambled(generator.getAsLong());
            if (next == last + (last - before)) {
                found.add(next);
            }
            before = last;
            last = next;
        }
        return found;
    }

    private static long unscrambled(long number) {
        long seed = (number ^ number >>> 33) * inverse(SECOND_FACTOR);
        seed = (seed ^ seed >>> 33) * inverse(FIRST_FACTOR);
        return seed ^ seed >>> 33;
    }

    // Of an odd number, modulo 2 to the 64th: each round doubles the bits that are right.
    private static long inverse(long odd) {
        long inverse = odd;
        for (int round = 0; round < 5; round++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
