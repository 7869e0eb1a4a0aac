package io.jyro.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

import io.jyro.types.Complex;
import io.jyro.types.Fraction;

/** Writes numbers and ids as objects of classes in Python's library. */
final class ScalarForms {
    private final PickleOutput out;

    ScalarForms(PickleOutput out) {
        this.out = out;
    }

    void uuid(UUID uuid) {
        out.newObject("uuid.UUID");
        out.emptyDict();
        out.text("int");
        byte[] magnitude = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits()).array();
        out.integer(new BigInteger(1, magnitude));
        out.setItem();
        out.build();
    }

    void decimal(BigDecimal decimal) {
        out.global("decimal.Decimal");
        out.text(decimal.toString());
        out.call(1);
    }

    void fraction(Fraction fraction) {
        out.global("fractions.Fraction");
        out.integer(fraction.numerator());
        out.integer(fraction.denominator());
        out.call(2);
    }

    void complex(Complex complex) {
        out.global("builtins.complex");
        out.floating(complex.re());
        out.floating(complex.im());
        out.call(2);
    }
}
