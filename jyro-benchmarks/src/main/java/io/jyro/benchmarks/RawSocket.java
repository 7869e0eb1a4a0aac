package io.jyro.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.jyro.Dialect;

/**
 * The baseline: blocking Java sockets and a thread at each end, which transfer as many bytes as the messages of
 * protocol 502 without interpreting them. Threads that share a connection take turns.
 */
record RawSocket(Work work) implements JavaServer, JavaClient {
    private static final int BACKLOG = 200;
    private static final int GRAPH_BYTES = 95_000; // the size in serpent

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Server serve() throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("raw-server").start(() -> accept(listener));
        return new Server(Integer.toString(listener.getLocalPort()), listener::close);
    }

    private void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                System.err.println("raw server: " + e);
            }
        }
    }

    private void answer(Socket accepted) {
        int requestsForAReply = work == Work.ONEWAY ? Work.AHEAD : 1;
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] request = new byte[requestBytes()];
            byte[] reply = new byte[replyBytes()];
            for (int count = 1; readFully(in, request); count++) {
                if (count % requestsForAReply == 0) {
                    out.write(reply);
                }
            }
        } catch (IOException e) {
            System.err.println("raw server: " + e);
        }
    }

    @Override
    public Caller connect(String endpoint) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(endpoint));
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] request = new byte[requestBytes()];
        byte[] reply = new byte[replyBytes()];
        Caller caller = new Caller() {
            private int sent;

            @Override
            public void call() throws IOException {
                out.write(request);
                sent++;
                if (isReplyDue(sent) && !readFully(in, reply)) {
                    throw new EOFException("the server closed the connection");
                }
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
        return work.isShared() ? Calling.takingTurns(caller::call, caller::close) : caller;
    }

    private int requestBytes() {
        return EchoMessages.of(Dialect.V502).requestBytes()
                + (work == Work.GRAPH ? GRAPH_BYTES : work.isFetched() ? 0 : work.bytes());
    }

    private int replyBytes() {
        return EchoMessages.of(Dialect.V502).replyBytes()
                + (work == Work.GRAPH ? GRAPH_BYTES : work.isFetched() ? work.bytes() : 0);
    }

    private boolean isReplyDue(int sent) {
        return switch (work) {
            case ONEWAY -> sent % Work.AHEAD == 0;
            case FUTURES -> sent > Work.AHEAD;
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64, BYTES_1, BYTES_100,
                    ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100, GRAPH ->
                true;
        };
    }

    // Returns false if the peer closed the connection before all bytes came.
    private static boolean readFully(InputStream in, byte[] into) throws IOException {
        for (int have = 0; have < into.length;) {
            int count = in.read(into, have, into.length - have);
            if (count < 0) {
                return false;
            }
            have += count;
        }
        return true;
    }
}
