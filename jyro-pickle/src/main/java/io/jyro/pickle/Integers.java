package io.jyro.pickle;

import java.math.BigInteger;

/** Python's integers, which have no width: the smallest class that holds them. */
final class Integers {
    private Integers() {}

    static Object smallest(long number) {
        // not as one conditional expression, which would widen the int
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    static Object smallest(BigInteger number) {
        return number.bitLength() < Long.SIZE ? smallest(number.longValue()) : number;
    }
}
