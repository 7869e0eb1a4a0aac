package io.jyro.pickle;

import io.jyro.Serializer;

/** The pickles of the cloudpickle package, as far as they are plain data: functions and classes in them are refused. */
public final class CloudpickleCodec extends PickleCodec {
    /** Called by the library when it looks for codecs. */
    public CloudpickleCodec() {
        super(Serializer.CLOUDPICKLE);
    }
}
