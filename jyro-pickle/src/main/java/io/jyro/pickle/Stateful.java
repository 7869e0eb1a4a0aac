package io.jyro.pickle;

import org.jspecify.annotations.Nullable;

/** An object that may receive a state after its creation, until it is put into another one. */
abstract sealed class Stateful extends Part permits Instance, NumpyArray, NumpyDType {
    Stateful(@Nullable Object value) {
        super(value);
    }

    /** Sets or adds the state, which is the value of a taken part. */
    abstract void build(@Nullable Object state);
}
