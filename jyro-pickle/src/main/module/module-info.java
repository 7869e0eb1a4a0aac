import io.jyro.pickle.CloudpickleCodec;
import io.jyro.pickle.DillCodec;
import io.jyro.pickle.PickleCodec;
import io.jyro.serialize.Codec;

/**
 * Pickles of Pyro4 as plain data. No program has to require it: once it is on the module path, {@code io.jyro} finds the
 * serializers pickle, dill and cloudpickle.
 */
module io.jyro.pickle {
    requires io.jyro;
    requires static org.jspecify;

    exports io.jyro.pickle;

    provides Codec with PickleCodec, DillCodec, CloudpickleCodec;
}
