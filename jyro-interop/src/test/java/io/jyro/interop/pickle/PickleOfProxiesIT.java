package io.jyro.interop.pickle;

import io.jyro.Serializer;
import org.junit.jupiter.api.Nested;

/** Proxies of Java with each serializer that pickles. */
class PickleOfProxiesIT {
    @Nested
    class OfPickle extends PickledByProxies {
        OfPickle() {
            super(Serializer.PICKLE);
        }
    }

    @Nested
    class OfDill extends PickledByProxies {
        OfDill() {
            super(Serializer.DILL);
        }
    }

    @Nested
    class OfCloudpickle extends PickledByProxies {
        OfCloudpickle() {
            super(Serializer.CLOUDPICKLE);
        }
    }
}
