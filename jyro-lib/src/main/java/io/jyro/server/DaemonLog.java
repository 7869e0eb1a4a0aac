package io.jyro.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger of lines that users know as the daemon's, whichever class logs them; they set its level. */
final class DaemonLog {
    private DaemonLog() {}

    static Logger logger() {
        return LoggerFactory.getLogger("io.jyro.server.Daemon");
    }
}
