package io.jyro.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

/**
 * How a message of protobuf is written and read: with protobuf's own streams, in the steps of the code that its
 * compiler would generate.
 *
 * @param <T> what the message is in Java
 */
interface ProtoMessage<T> {
    /** How many bytes it takes. */
    int size(T value);

    void write(T value, CodedOutputStream out) throws IOException;

    T read(CodedInputStream in) throws IOException;

    /** What gRPC moves it with: like that of its protobuf module, it writes straight into gRPC's buffers. */
    default MethodDescriptor.Marshaller<T> marshaller() {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T value) {
                return new Outgoing<>(ProtoMessage.this, value);
            }

            @Override
            public T parse(InputStream stream) {
                try {
                    // as gRPC's protobuf module does it: what is not large is read in one piece
                    int length = stream.available();
                    CodedInputStream in = length <= Outgoing.IN_ONE_PIECE
                            ? CodedInputStream.newInstance(stream.readNBytes(length))
                            : CodedInputStream.newInstance(stream);
                    in.setSizeLimit(Integer.MAX_VALUE);
                    return read(in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** A message on its way out. */
    final class Outgoing<T> extends InputStream implements Drainable, KnownLength {
        private static final int IN_ONE_PIECE = 4 << 20;

        private final ProtoMessage<T> message;
        private final T value;
        private final int size;

        private Outgoing(ProtoMessage<T> message, T value) {
            this.message = message;
            this.value = value;
            size = message.size(value);
        }

        @Override
        public int available() {
            return size;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            CodedOutputStream out = CodedOutputStream.newInstance(target,
                    Math.min(size, CodedOutputStream.DEFAULT_BUFFER_SIZE));
            message.write(value, out);
            out.flush();
            return size;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("messages are drained, not read");
        }
    }
}
