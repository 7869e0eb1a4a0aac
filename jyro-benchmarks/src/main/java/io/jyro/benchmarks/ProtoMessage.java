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
 * Writes and reads a protobuf message with protobuf's own streams, in the steps of the code that its compiler would
 * generate.
 *
 * @param <T> the type of the message in Java
 */
interface ProtoMessage<T> {
    /** Returns how many bytes the message takes. */
    int size(T value);

    void write(T value, CodedOutputStream out) throws IOException;

    T read(CodedInputStream in) throws IOException;

    /** Returns the marshaller for gRPC: like that of gRPC's protobuf module, it writes directly into gRPC's buffers. */
    default MethodDescriptor.Marshaller<T> marshaller() {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T value) {
                return new Outgoing<>(ProtoMessage.this, value);
            }

            @Override
            public T parse(InputStream stream) {
                try {
                    // like gRPC's protobuf module: a message that is not large is read in one piece
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

    /** A message that is being sent. */
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
