package io.jyro.benchmarks;

import io.jyro.server.Daemon;

/**
 * The main program of the daemon that many clients connect to. It has default settings, and serves an echo and calls
 * that compute.
 */
final class IdleServer {
    private IdleServer() {}

    /** Serves until the parent process ends; prints the daemon's location. */
    public static void main(String[] arguments) {
        Departures departures = new Departures();
        try (Daemon daemon = Daemon.builder().host("127.0.0.1").port(0)
                .onDisconnect(client -> departures.happened()).start()) {
            daemon.register(new JyroWork.Target(), EchoMessages.OBJECT_ID);
            daemon.register(new Inside(() -> daemon.clients().size(), departures),
                    Inside.OBJECT_ID);
            daemon.register(new Computing(), Computing.OBJECT_ID);
            System.out.println(ServerProcess.READY + daemon.location());
            ChildProcess.awaitEndOfParent();
        }
    }
}
