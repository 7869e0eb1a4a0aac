package io.jyro.hostile;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on ports that nothing in this process was ever on: proxies remember what protocol the daemons at a location
 * spoke, so a test about finding that out must not meet the memory of another one. Below the ports that systems give
 * out by themselves.
 */
final class FreshPort {
    private static final int FIRST = 20_000;
    private static final int BEHIND_LAST = 32_000;
    private static final AtomicInteger next = new AtomicInteger(FIRST);

    private FreshPort() {}

    static ServerSocket listen(int backlog) throws IOException {
        InetAddress localhost = InetAddress.getByName("localhost");
        for (int port = next.getAndIncrement(); port < BEHIND_LAST; port = next.getAndIncrement()) {
            try {
                return new ServerSocket(port, backlog, localhost);
            } catch (BindException e) {
                // somebody else's; there are others
            }
        }
        throw new IOException("no port is left between " + FIRST + " and " + BEHIND_LAST);
    }
}
