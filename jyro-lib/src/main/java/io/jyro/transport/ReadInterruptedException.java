package io.jyro.transport;

import java.io.IOException;

/**
 * A thread was interrupted while it waited for bytes. The connection is intact and no byte is lost: another read, by
 * this or another thread, continues. The thread's interrupt status is set.
 */
public final class ReadInterruptedException extends IOException {
    private static final long serialVersionUID = 1L;

    ReadInterruptedException() {
        super("the thread was interrupted while it waited for bytes");
    }
}
