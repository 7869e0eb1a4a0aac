/**
 * Pickles as plain data: the codecs of the serializers pickle, dill and cloudpickle. Reads every pickle protocol and
 * never loads, calls or instantiates anything that a pickle names. Independent of calls and sockets. Read
 * {@link io.jyro.pickle.PickleReader} first.
 */
@NullMarked
package io.jyro.pickle;

import org.jspecify.annotations.NullMarked;
