package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** The service of the gRPC contender. */
final class GrpcEcho {
    private static final String SERVICE = "bench.Echo";

    /** Receives a text and returns it. */
    static final MethodDescriptor<String, String> ECHO = method("Echo",
            MethodDescriptor.MethodType.UNARY, text(), text());

    /** Receives a stream of texts, and returns their number when it ends. */
    static final MethodDescriptor<String, Integer> NOTE = method("Note",
            MethodDescriptor.MethodType.CLIENT_STREAMING, text(), number());

    /** Receives bytes and returns their number. */
    static final MethodDescriptor<ByteString, Integer> SIZE = method("Size",
            MethodDescriptor.MethodType.UNARY, bytes(), number());

    /** Receives records and returns them. */
    static final MethodDescriptor<List<Reading>, List<Reading>> SAME = method("Same",
            MethodDescriptor.MethodType.UNARY, Reading.GRAPH, Reading.GRAPH);

    private GrpcEcho() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcEcho::answer))
                .addMethod(SAME, ServerCalls.asyncUnaryCall(GrpcEcho::answer))
                .addMethod(SIZE, ServerCalls.asyncUnaryCall(
                        (bytes, reply) -> answer(bytes.size(), reply)))
                .addMethod(NOTE, ServerCalls.asyncClientStreamingCall(Counting::new)).build();
    }

    private static <T> void answer(T answer, StreamObserver<T> reply) {
        reply.onNext(answer);
        reply.onCompleted();
    }

    private static <A, B> MethodDescriptor<A, B> method(String name,
            MethodDescriptor.MethodType type, ProtoMessage<A> request, ProtoMessage<B> reply) {
        return MethodDescriptor.newBuilder(request.marshaller(), reply.marshaller()).setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }

    private static final class Counting implements StreamObserver<String> {
        private final StreamObserver<Integer> reply;
        private int count;

        Counting(StreamObserver<Integer> reply) {
            this.reply = reply;
        }

        @Override
        public void onNext(String note) {
            count++;
        }

        @Override
        public void onError(Throwable error) {
            System.err.println("gRPC server: " + error);
        }

        @Override
        public void onCompleted() {
            answer(count, reply);
        }
    }

    private static ProtoMessage<String> text() {
        return new OneField<>("", CodedOutputStream::computeStringSize,
                CodedOutputStream::writeString, CodedInputStream::readStringRequireUtf8);
    }

    private static ProtoMessage<Integer> number() {
        return new OneField<>(0, CodedOutputStream::computeInt32Size,
                CodedOutputStream::writeInt32, CodedInputStream::readInt32);
    }

    private static ProtoMessage<ByteString> bytes() {
        return new OneField<>(ByteString.EMPTY, CodedOutputStream::computeBytesSize,
                CodedOutputStream::writeBytes, CodedInputStream::readBytes);
    }

    /** A message with a single field, the first. */
    private record OneField<T>(T byDefault, Size<T> size, Writer<T> writer, Reader<T> reader)
            implements
                ProtoMessage<T> {
        private static final int FIELD = 1;

        interface Size<T> {
            int of(int field, T value);
        }

        interface Writer<T> {
            void write(CodedOutputStream out, int field, T value) throws IOException;
        }

        interface Reader<T> {
            T read(CodedInputStream in) throws IOException;
        }

        @Override
        public int size(T value) {
            return size.of(FIELD, value);
        }

        @Override
        public void write(T value, CodedOutputStream out) throws IOException {
            writer.write(out, FIELD, value);
        }

        @Override
        public T read(CodedInputStream in) throws IOException {
            T value = byDefault;
            for (int tag; (tag = in.readTag()) != 0;) {
                if (tag >>> 3 == FIELD) {
                    value = reader.read(in);
                } else {
                    in.skipField(tag);
                }
            }
            return value;
        }
    }
}
