package io.jyro.serialize;

import java.util.function.UnaryOperator;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.wire.MemoryCharge;
import io.jyro.wire.Payload;

/**
 * The settings and shared state of the codecs of one connection.
 *
 * @param dialect decides the class names of Pyro's own types, among others
 * @param types converts values that are not plain, and class dicts
 * @param limits the limits for hostile bytes
 * @param bytesAsLiterals 502's SERPENT_BYTES_REPR: serpent writes {@code b'..'} instead of a base64 dict
 * @param names texts that occur repeatedly on the connection; for one thread at a time
 * @param pickleProtocol the version in which pickles are written, 2 to 5
 * @param detailedTraceback whether the tracebacks of exceptions contain all details
 * @param uris how a uri is to be written for the peer, which may reach its daemon at another address
 * @param memory counts the memory of decoded payloads; for one thread at a time
 * @param exactTimes whether the peer reads nanoseconds and zone regions, as only another Jyro does
 */
public record CodecContext(Dialect dialect, TypeRegistry types, CodecLimits limits,
        boolean bytesAsLiterals,
        NameTable names, int pickleProtocol, boolean detailedTraceback,
        UnaryOperator<PyroUri> uris, MemoryCharge memory, boolean exactTimes)
        implements
            FormContext {
    private static final UnaryOperator<PyroUri> AS_THEY_ARE = new UnaryOperator<>() {
        @Override
        public PyroUri apply(PyroUri uri) {
            return uri;
        }
    };

    /** Creates a context for standard dates and times, without counting memory; uris are written unchanged. */
    public CodecContext(Dialect dialect, TypeRegistry types, CodecLimits limits,
            boolean bytesAsLiterals, NameTable names, int pickleProtocol,
            boolean detailedTraceback) {
        this(dialect, types, limits, bytesAsLiterals, names, pickleProtocol, detailedTraceback,
                AS_THEY_ARE, MemoryCharge.NONE, false);
    }

    /** Returns a context for a connection with the settings of a configuration. */
    public static CodecContext of(PyroConfig config, Dialect dialect, TypeRegistry types) {
        return new CodecContext(dialect, types, CodecLimits.of(config), config.serpentBytesRepr(),
                new NameTable(), config.pickleProtocolVersion(), config.detailedTraceback());
    }

    /** Returns the budget for reading a payload and converting its values. */
    public DecodeBudget budget(Payload payload) {
        return new DecodeBudget(limits, payload.length(), memory);
    }

    /** Returns this context for another thread, with a name table of its own. */
    public CodecContext withOwnNames() {
        return new CodecContext(dialect, types, limits, bytesAsLiterals, new NameTable(),
                pickleProtocol, detailedTraceback, uris, memory, exactTimes);
    }

    /** Returns this context with other limits. */
    public CodecContext within(CodecLimits others) {
        return new CodecContext(dialect, types, others, bytesAsLiterals, names, pickleProtocol,
                detailedTraceback, uris, memory, exactTimes);
    }

    /** Returns this context for a peer whose uris have to be translated. */
    public CodecContext writingUris(UnaryOperator<PyroUri> asThePeerSeesThem) {
        return new CodecContext(dialect, types, limits, bytesAsLiterals, names, pickleProtocol,
                detailedTraceback, asThePeerSeesThem, memory, exactTimes);
    }

    /** Returns this context with another counter for the memory of decoded payloads. */
    public CodecContext countingIn(MemoryCharge other) {
        return new CodecContext(dialect, types, limits, bytesAsLiterals, names, pickleProtocol,
                detailedTraceback, uris, other, exactTimes);
    }

    /** Returns this context for a peer that reads nanoseconds and zone regions, or for one that does not. */
    public CodecContext withExactTimes(boolean exact) {
        return exact == exactTimes
                ? this
                : new CodecContext(dialect, types, limits, bytesAsLiterals, names, pickleProtocol,
                        detailedTraceback, uris, memory, exact);
    }
}
