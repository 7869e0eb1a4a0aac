package io.jyro.server.objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger of lines that users know as the daemon's, whichever class logs them; they set its level. */
public final class DaemonLog {
    private DaemonLog() {}

    /** Returns the logger with the name of the API's class. */
    public static Logger logger() {
        return LoggerFactory.getLogger("io.jyro.server.Daemon");
    }
}
