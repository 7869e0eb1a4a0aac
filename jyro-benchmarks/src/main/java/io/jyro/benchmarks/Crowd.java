package io.jyro.benchmarks;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.rpc.Handshake;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;

/**
 * Clients that perform the handshake like a Python client of protocol 502, and then are silent, or begin a call and do
 * not finish it. They use plain sockets: with a proxy each, the clients would load the machine more than the daemon
 * that is measured.
 */
final class Crowd implements AutoCloseable {
    static final String DONE = "done ";
    static final String OPEN = "open";
    static final String BEGIN = "begin";
    static final String CLOSE = "close";

    // docs/protocol.md, 1.1: offsets of the type and the two lengths in a header of protocol 502
    private static final int HEADER = 40;
    private static final int TYPE = 6;
    private static final int PAYLOAD_LENGTH = 12;
    private static final int ANNOTATIONS_LENGTH = 16;
    private static final int BEGINNING = HEADER + 10;

    private final String host;
    private final int port;
    private final byte[] hello = connectMessage();
    private final List<Socket> sockets = new ArrayList<>();

    Crowd(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Executes the commands on standard input, {@code open N}, {@code begin} and {@code close}, and prints when each is
     * done.
     */
    public static void main(String[] arguments) throws IOException {
        String location = arguments[0];
        int colon = location.lastIndexOf(':');
        try (Crowd crowd = new Crowd(location.substring(0, colon),
                Integer.parseInt(location.substring(colon + 1)))) {
            BufferedReader commands = new BufferedReader(
                    new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line; (line = commands.readLine()) != null;) {
                long begin = System.nanoTime();
                if (line.startsWith(OPEN)) {
                    crowd.open(Integer.parseInt(line.substring(OPEN.length()).strip()));
                } else if (line.startsWith(BEGIN)) {
                    crowd.begin();
                } else {
                    crowd.leave();
                }
                System.out.println(DONE + (System.nanoTime() - begin));
            }
        }
    }

    /** Opens more connections; each has completed its handshake when this returns. */
    void open(int more) throws IOException {
        for (int i = 0; i < more; i++) {
            try {
                sockets.add(open());
            } catch (IOException e) {
                throw new IOException("connection " + sockets.size() + " to " + host + ':' + port
                        + ": " + e.getMessage(), e);
            }
        }
    }

    /** Sends the header of a call and a few bytes of its body on each connection. */
    void begin() throws IOException {
        byte[] beginning = Arrays.copyOf(callMessage(), BEGINNING);
        for (Socket socket : sockets) {
            socket.getOutputStream().write(beginning);
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(host, port);
        try {
            socket.getOutputStream().write(hello);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[HEADER];
            in.readFully(header);
            ByteBuffer fields = ByteBuffer.wrap(header);
            in.readFully(new byte[fields.getInt(PAYLOAD_LENGTH)
                    + fields.getInt(ANNOTATIONS_LENGTH)]);
            if (header[TYPE] != MessageType.CONNECTOK.code()) {
                throw new IOException(
                        "the daemon refused the connection with a message of type " + header[TYPE]);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] connectMessage() {
        return message(MessageType.CONNECT, (codec, out, context) -> codec
                .write(new Handshake.Request("hello", EchoMessages.OBJECT_ID).toWire(), out,
                        context));
    }

    private static byte[] callMessage() {
        CallPayload call = new CallPayload(EchoMessages.OBJECT_ID, EchoMessages.METHOD,
                List.of(EchoMessages.TEXT), Map.of());
        return message(MessageType.INVOKE,
                (codec, out, context) -> codec.writeCall(call, out, context));
    }

    private interface Payload {
        void write(Codec codec, ByteOutput out, CodecContext context);
    }

    private static byte[] message(MessageType type, Payload payload) {
        CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
                TypeRegistry.standard());
        MessageWriter writer = new MessageWriter(Dialect.V502, WireLimits.NONE, null, false);
        ByteOutput out = writer.begin(type, 0, Serializer.SERPENT.id(Dialect.V502), null,
                Map.of());
        payload.write(Codecs.of(Serializer.SERPENT), out, context);
        writer.end(0);
        return Arrays.copyOf(writer.output().array(), writer.output().position());
    }

    @Override
    public void close() throws IOException {
        leave();
    }

    /** Closes all connections. */
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }
}
