package io.jyro.interop.pickle;

import io.jyro.Serializer;
import org.junit.jupiter.api.Nested;

/** Python clients with each serializer that pickles. */
class PickleOfClientsIT {
    @Nested
    class OfPickle extends PickledByClients {
        OfPickle() {
            super(Serializer.PICKLE);
        }
    }

    @Nested
    class OfDill extends PickledByClients {
        OfDill() {
            super(Serializer.DILL);
        }
    }

    @Nested
    class OfCloudpickle extends PickledByClients {
        OfCloudpickle() {
            super(Serializer.CLOUDPICKLE);
        }
    }
}
