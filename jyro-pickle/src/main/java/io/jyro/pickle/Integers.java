package io.jyro.pickle;

import java.math.BigInteger;

/** Converts Python's integers, which have no width, to the smallest class that holds them. */
final class Integers {
    private Integers() {}

    static Object smallest(long number) {
        // a conditional expression would widen the int to a long
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    static Object smallest(BigInteger number) {
        return number.bitLength() < Long.SIZE ? smallest(number.longValue()) : number;
    }
}
