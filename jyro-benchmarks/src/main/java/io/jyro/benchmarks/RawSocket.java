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
 * The yardstick: blocking Java sockets and a thread at each end, which move as many bytes as the messages of protocol
 * 502 and look at none of them.
 */
final class RawSocket implements Contender {
    private final EchoMessages sizes = EchoMessages.of(Dialect.V502);

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Server serve() throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("raw-server").start(() -> answer(listener));
        return new Server() {
            @Override
            public String endpoint() {
                return Integer.toString(listener.getLocalPort());
            }

            @Override
            public void close() throws IOException {
                listener.close();
            }
        };
    }

    private void answer(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] request = new byte[sizes.requestBytes()];
            byte[] reply = new byte[sizes.replyBytes()];
            while (readFully(in, request)) {
                out.write(reply);
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
        byte[] request = new byte[sizes.requestBytes()];
        byte[] reply = new byte[sizes.replyBytes()];
        return new Caller() {
            @Override
            public void call() throws IOException {
                out.write(request);
                if (!readFully(in, reply)) {
                    throw new EOFException("the server closed the connection");
                }
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    // False if the peer closed before or within it.
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
