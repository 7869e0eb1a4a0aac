package io.jyro.serialize;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every codec promises about bytes from a stranger, for the fuzz tests: a value or a refusal, and nothing else. */
public final class AnyBytes {
    private static final CodecLimits LIMITS = new CodecLimits(100, 1_000, 16_000_000);
    /** What stood in several places of a value has been written as often. */
    private static final CodecLimits WIDER = new CodecLimits(100, 1_000, 0);
    private static final TypeRegistry TYPES = TypeRegistry.standard();

    private AnyBytes() {}

    /**
     * Reads a payload as a value and as a call, also with its byte strings in arrays of their own. What it is read as can be written or is refused, and what was written says the
     * same, but for exceptions, which travel on under a name that the next one knows.
     *
     * @param describe a value as text that differs when the value does
     */
    public static void areReadOrRefused(Codec codec, byte[] payload,
            Function<@Nullable Object, String> describe) {
        Dialect dialect = payload.length % 2 == 0 ? Dialect.V48 : Dialect.V502;
        readCall(codec, payload, context(dialect, LIMITS));
        Payload apart = PayloadsApart.of(codec, payload, 0);
        Object value;
        try {
            value = codec.read(payload, 0, payload.length, context(dialect, LIMITS));
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining(" ");
            assertThatThrownBy(() -> codec.read(apart, context(dialect, LIMITS)))
                    .isInstanceOf(SerializationException.class);
            return;
        }
        Object fromApart = codec.read(apart, context(dialect, LIMITS));
        if (!holdsException(value)) { // such tell no values of their arguments
            assertThat(describe.apply(fromApart)).isEqualTo(describe.apply(value));
        }
        byte[] written;
        try {
            // As for a peer of Jyro: Python would lose the region of a time zone.
            written = written(codec, value, context(dialect, LIMITS).withExactTimes(true));
        } catch (SerializationException refused) { // such as names and keys that Python could not have
            assertThat(refused).hasMessageContaining(" ");
            return;
        }
        Object again = codec.read(written, 0, written.length, context(dialect, WIDER));
        if (!holdsException(value)) {
            assertThat(describe.apply(again)).isEqualTo(describe.apply(value));
        }
    }

    private static void readCall(Codec codec, byte[] payload, CodecContext context) {
        try {
            CallPayload call = codec.readCall(payload, 0, payload.length, context);
            assertThat(call.objectId()).isNotNull();
            assertThat(call.method()).isNotNull();
            assertThat(call.args()).isNotNull();
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining(" ");
        }
    }

    private static boolean holdsException(@Nullable Object value) {
        return switch (value) {
            case Throwable thrown -> true;
            case WrappedException wrapped -> true;
            case Collection<?> elements -> elements.stream().anyMatch(AnyBytes::holdsException);
            case Map<?, ?> map -> holdsException(map.keySet()) || holdsException(map.values());
            case ClassDict instance -> holdsException(instance.attributes());
            case null, default -> false;
        };
    }

    private static byte[] written(Codec codec, @Nullable Object value, CodecContext context) {
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static CodecContext context(Dialect dialect, CodecLimits limits) {
        return new CodecContext(dialect, TYPES, limits, true, new NameTable(), 4, false);
    }
}
