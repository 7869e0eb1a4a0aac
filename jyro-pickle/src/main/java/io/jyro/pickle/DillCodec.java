package io.jyro.pickle;

import io.jyro.Serializer;

/** The pickles of the dill package, as far as they are plain data: functions and classes in them are refused. */
public final class DillCodec extends PickleCodec {
    /** Called by the library when it looks for codecs. */
    public DillCodec() {
        super(Serializer.DILL);
    }
}
