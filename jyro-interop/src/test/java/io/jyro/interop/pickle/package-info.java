/** Pickle, dill and cloudpickle, which Pyro4 alone has, between Java and Python. */
@NullMarked
package io.jyro.interop.pickle;

import org.jspecify.annotations.NullMarked;
