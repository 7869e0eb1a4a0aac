package io.jyro.interop.sockets;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Thing;
import io.jyro.server.Daemon;

/**
 * A program whose standard input is one end of a pair of sockets; a process of Python has the other. It serves a thing
 * there until that end is closed, or calls the thing that Python serves there, and prints what it got.
 */
final class InheritedSocket {
    private InheritedSocket() {}

    public static void main(String[] arguments) throws IOException {
        if (!(System.inheritedChannel() instanceof SocketChannel socket)) {
            throw new IOException("the standard input should be a connected socket");
        }
        try (socket) {
            if (arguments[0].equals("serve")) {
                serve(socket);
            } else {
                call(socket, Protocol.valueOf(arguments[1]));
            }
        }
    }

    private static void serve(SocketChannel socket) {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).connectedSocket(socket)
                .start()) {
            daemon.register(new Thing(daemon), "thing");
            daemon.requestLoop();
        }
        System.out.println("served");
    }

    private static void call(SocketChannel socket, Protocol protocol) {
        try (Proxy thing = Proxy.builder("thing").config(PyroConfig.defaults())
                .connectedSocket(socket).protocol(protocol).build()) {
            System.out.println(thing.uri());
            System.out.println(thing.call("echo", List.of(1, "x")));
            thing.set("target", 5);
            System.out.println(thing.get("target"));
            try (var numbers = thing.stream(int.class, "count", 3)) {
                numbers.forEachRemaining(System.out::println);
            }
            System.out.println(thing.call(String.class, "echo", "x".repeat(1_000_000)).length());
        }
    }
}
