package io.jyro.interop.numpy;

import io.jyro.interop.Pyro;
import org.junit.jupiter.api.Nested;

/** Arrays by the safe serializers of both Pyros, both ways. */
class DocumentedArraysIT {
    @Nested
    class OfPyro4 extends DocumentedArrays {
        OfPyro4() {
            super(Pyro.PYRO4);
        }
    }

    @Nested
    class OfPyro5 extends DocumentedArrays {
        OfPyro5() {
            super(Pyro.PYRO5);
        }
    }
}
