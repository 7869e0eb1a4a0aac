package io.jyro.pickle;

import org.jspecify.annotations.Nullable;

/** An object that may be given a state after it was made, until it is taken into another one. */
abstract sealed class Stateful extends Part permits Instance, NumpyArray, NumpyDType {
    Stateful(@Nullable Object value) {
        super(value);
    }

    /** Sets or adds the state; the value of a part that has been taken. */
    abstract void build(@Nullable Object state);
}
