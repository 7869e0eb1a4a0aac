package io.jyro.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.jyro.benchmarks.codec.Values;
import org.jspecify.annotations.Nullable;

/** gRPC with Netty and without encryption, with default settings except for the maximum size of messages. */
record GrpcJava(Work work) implements JavaServer, JavaClient {
    private static final int FIRST_TO_WARN_OF_UNSAFE = 23;

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public List<String> serverCommand(Programs programs) {
        return JavaServer.super.serverCommand(quiet(programs));
    }

    @Override
    public List<String> clientCommand(Programs programs, String endpoint, Timing timing) {
        return JavaClient.super.clientCommand(quiet(programs), endpoint, timing);
    }

    // Otherwise the JVM prints warnings about Netty's native code and its use of Unsafe in each turn.
    private static Programs quiet(Programs programs) {
        List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return new Programs(programs.jvm().with(options), programs.python());
    }

    @Override
    public Server serve() throws IOException {
        io.grpc.Server server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(Integer.MAX_VALUE).addService(GrpcEcho.service()).build()
                .start();
        return new Server(Integer.toString(server.getPort()), server::shutdownNow);
    }

    @Override
    public Caller connect(String endpoint) throws Exception {
        ManagedChannel channel = NettyChannelBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                        Integer.parseInt(endpoint)))
                .usePlaintext().maxInboundMessageSize(Integer.MAX_VALUE).build();
        return new Calling(action(channel), channel::shutdownNow);
    }

    private Calling.Action action(ManagedChannel channel) throws Exception {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> Calling
                    .echo(text -> call(channel, GrpcEcho.ECHO, text));
            case ONEWAY -> new Notes(channel);
            case FUTURES -> futures(channel);
            case BYTES_1, BYTES_100 -> {
                ByteString bytes = UnsafeByteOperations.unsafeWrap(Values.bytes(work.bytes()));
                yield () -> Calling.check(bytes.size(), call(channel, GrpcEcho.SIZE, bytes));
            }
            case ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100 ->
                throw work.unsupportedBy("gRPC");
            case GRAPH -> Calling.same(Reading.graph(),
                    graph -> call(channel, GrpcEcho.SAME, graph));
        };
    }

    private static <A, B> B call(ManagedChannel channel, MethodDescriptor<A, B> method,
            A request) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    private static Calling.Action futures(ManagedChannel channel) {
        InFlight inFlight = new InFlight();
        return () -> {
            inFlight.begin();
            ClientCalls.asyncUnaryCall(channel.newCall(GrpcEcho.ECHO, CallOptions.DEFAULT),
                    EchoMessages.TEXT, new Answer<>(inFlight::end));
        };
    }

    /**
     * The closest equivalent of oneway calls: messages of a stream, which ends after {@link Work#AHEAD} and is then
     * answered with their number.
     */
    private static final class Notes implements Calling.Action {
        private final ManagedChannel channel;
        private CompletableFuture<Integer> counted = new CompletableFuture<>();
        private @Nullable StreamObserver<String> stream;
        private int sent;

        Notes(ManagedChannel channel) {
            this.channel = channel;
        }

        @Override
        public void run() throws Exception {
            StreamObserver<String> notes = stream == null ? begin() : stream;
            notes.onNext(EchoMessages.TEXT);
            if (++sent == Work.AHEAD) {
                notes.onCompleted();
                Calling.check(sent, counted.get());
                stream = null;
            }
        }

        private StreamObserver<String> begin() {
            CompletableFuture<Integer> count = new CompletableFuture<>();
            StreamObserver<String> notes = ClientCalls.asyncClientStreamingCall(
                    channel.newCall(GrpcEcho.NOTE, CallOptions.DEFAULT),
                    new Answer<>((number, error) -> {
                        if (error == null) {
                            count.complete(number);
                        } else {
                            count.completeExceptionally(error);
                        }
                    }));
            counted = count;
            stream = notes;
            sent = 0;
            return notes;
        }
    }

    /** Receives the single answer to a call, or its error. */
    private static final class Answer<T> implements StreamObserver<T> {
        private final End<T> end;
        private @Nullable T answer;

        Answer(End<T> end) {
            this.end = end;
        }

        @Override
        public void onNext(T value) {
            answer = value;
        }

        @Override
        public void onError(Throwable error) {
            end.ended(null, error);
        }

        @Override
        public void onCompleted() {
            end.ended(answer, null);
        }
    }

    private interface End<T> {
        void ended(@Nullable T answer, @Nullable Throwable error);
    }
}
