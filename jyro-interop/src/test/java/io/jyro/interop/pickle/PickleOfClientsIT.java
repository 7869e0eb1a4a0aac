package io.jyro.interop.pickle;

import org.junit.jupiter.api.Nested;

import io.jyro.Serializer;

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
