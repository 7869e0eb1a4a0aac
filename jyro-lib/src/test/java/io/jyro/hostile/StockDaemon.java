package io.jyro.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jyro.Dialect;
import io.jyro.wire.MessageType;

/**
 * Answers the questions of an {@link Oracle} as a stock Pyro does: it accepts no offer, so that a proxy has one call under
 * way on a connection. Any thread; closing it ends all connections.
 */
final class StockDaemon implements AutoCloseable {
    private static final Pattern QUESTION = Pattern.compile("'ask',[(\\[]'([^']*)'");

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    StockDaemon() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            while (true) {
                RawMessage request = RawMessage.read(client.getInputStream());
                client.getOutputStream().write(answer(request).bytes());
            }
        } catch (IOException e) {
            open.remove(client); // it has gone
        }
    }

    private static RawMessage answer(RawMessage request) {
        if (request.type() == MessageType.CONNECT.code()) {
            return RawMessage.of(request.dialect(), MessageType.CONNECTOK)
                    .sequence(request.sequence())
                    .flags(request.dialect() == Dialect.V48 ? 0x10 : 0)
                    .serpent("{'handshake':'hello','meta':{'methods':['ask'],'oneway':[],"
                            + "'attrs':[]}}");
        }
        Matcher question = QUESTION.matcher(request.text());
        if (!question.find()) {
            throw new AssertionError("no question: " + request.text());
        }
        return RawMessage.of(request.dialect(), MessageType.RESULT).sequence(request.sequence())
                .serpent("'" + Oracle.answerTo(question.group(1)) + "'");
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
