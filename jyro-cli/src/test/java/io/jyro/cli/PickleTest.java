package io.jyro.cli;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.format.Codecs;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tools can use pickles, and do so only when they are told. */
class PickleTest {
    @Test
    void theClassPathOfTheToolsHasPickle() {
        assertThat(Codecs.available()).contains(Serializer.PICKLE, Serializer.DILL,
                Serializer.CLOUDPICKLE);
    }

    @Test
    void picklesAreNotAcceptedUnlessListed() {
        assertThat(PyroConfig.defaults().serializersAccepted())
                .noneMatch(Serializer::isPickleFamily);
    }
}
