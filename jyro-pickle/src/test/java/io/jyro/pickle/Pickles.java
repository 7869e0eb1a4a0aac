package io.jyro.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.Values;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Counter;
import io.jyro.types.DefaultDict;
import io.jyro.types.DequeList;
import io.jyro.types.NamedTuple;
import io.jyro.types.OrderedDict;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Pickles in and out, for tests. */
final class Pickles {
    /** What CPython wrote of the value of a name. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Captured(String name, String python, int protocol, byte[] bytes) {
        @Override
        public String toString() {
            return name + " in protocol " + protocol + " of Python " + python;
        }
    }

    private static final PickleCodec CODEC = new PickleCodec();

    private Pickles() {}

    static List<Captured> captured() {
        try (InputStream in = Objects.requireNonNull(
                Pickles.class.getResourceAsStream("/pickles-of-python.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(Pickles::captured).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Captured captured(String line) {
        List<String> fields = Arrays.asList(line.split("\t", -1));
        return new Captured(fields.get(0), fields.get(1), Integer.parseInt(fields.get(2)),
                HexFormat.of().parseHex(fields.get(3)));
    }

    static CodecContext context(int protocol) {
        return context(protocol, TypeRegistry.standard());
    }

    static CodecContext context(int protocol, TypeRegistry types) {
        return CodecContext.of(PyroConfig.builder().pickleProtocolVersion(protocol).build(),
                Dialect.V48, types);
    }

    static @Nullable Object read(byte[] pickle) {
        return CODEC.read(pickle, 0, pickle.length, context(4));
    }

    static @Nullable Object read(byte[] pickle, TypeRegistry types) {
        return CODEC.read(pickle, 0, pickle.length, context(4, types));
    }

    /** Instructions: characters below 0x100 stand for one byte each. */
    static @Nullable Object read(String latin1) {
        return read(bytes(latin1));
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static CallPayload readCall(byte[] pickle) {
        return CODEC.readCall(pickle, 0, pickle.length, context(4));
    }

    static byte[] write(@Nullable Object value, int protocol) {
        return write(value, context(protocol));
    }

    static byte[] write(@Nullable Object value, CodecContext context) {
        ByteOutput out = new ByteOutput(0);
        CODEC.write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The instructions of a written value, between the protocol and the end. */
    static String written(@Nullable Object value, int protocol) {
        byte[] pickle = write(value, protocol);
        return new String(pickle, 2, pickle.length - 3, StandardCharsets.ISO_8859_1);
    }

    /** A value as text that differs when the value does, also in class. */
    static String describe(@Nullable Object value) {
        return switch (value) {
            case ByteArray array -> "bytearray " + HexFormat.of().formatHex(array.bytes());
            case NamedTuple tuple -> tuple.className() + parts(tuple);
            case Tuple tuple -> "tuple" + parts(tuple);
            case DequeList deque -> "deque" + parts(deque)
                    + (deque.maxLength() == null ? "" : " of " + deque.maxLength());
            case List<?> list -> "list" + parts(list);
            case ClassDict instance -> instance.className() + parts(instance.attributes());
            case DefaultDict dict -> "DefaultDict of " + dict.factory() + parts(dict);
            case OrderedDict dict -> "OrderedDict" + parts(dict);
            case Counter dict -> "Counter" + parts(dict);
            case Map<?, ?> dict -> "dict" + parts(dict);
            case RemoteCallException thrown -> thrown.remoteType() + parts(thrown.arguments())
                    + parts(thrown.attributes());
            case Object array when array.getClass().isArray() && !(array instanceof byte[]) ->
                array.getClass().getSimpleName() + elements(array);
            case null, default -> Values.describe(value);
        };
    }

    private static String parts(List<?> list) {
        return list.stream().map(Pickles::describe).toList().toString();
    }

    private static String parts(Map<?, ?> dict) {
        List<String> entries = new ArrayList<>();
        dict.forEach((key, value) -> entries.add(describe(key) + ": " + describe(value)));
        return entries.toString();
    }

    private static String elements(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements.toString();
    }
}
