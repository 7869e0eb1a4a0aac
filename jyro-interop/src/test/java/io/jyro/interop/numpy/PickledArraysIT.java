package io.jyro.interop.numpy;

import io.jyro.Serializer;
import org.junit.jupiter.api.Nested;

/** Arrays by each serializer that pickles, both ways. */
class PickledArraysIT {
    @Nested
    class ByPickle extends PickledArrays {
        ByPickle() {
            super(Serializer.PICKLE);
        }
    }

    @Nested
    class ByDill extends PickledArrays {
        ByDill() {
            super(Serializer.DILL);
        }
    }

    @Nested
    class ByCloudpickle extends PickledArrays {
        ByCloudpickle() {
            super(Serializer.CLOUDPICKLE);
        }
    }
}
