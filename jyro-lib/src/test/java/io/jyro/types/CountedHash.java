package io.jyro.types;

import java.math.BigInteger;

/** An integer that counts how often its hash code was computed. */
final class CountedHash extends BigInteger {
    private static final long serialVersionUID = 1L;

    private int hashed;

    CountedHash(int value) {
        super(Integer.toString(value));
    }

    int hashed() {
        return hashed;
    }

    @Override
    public int hashCode() {
        hashed++;
        return super.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }
}
