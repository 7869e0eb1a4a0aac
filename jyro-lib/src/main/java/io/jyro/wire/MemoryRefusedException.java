package io.jyro.wire;

import io.jyro.DaemonException;

/** A message is refused because the memory that a daemon has for messages is used up. */
public final class MemoryRefusedException extends DaemonException {
    private static final long serialVersionUID = 1L;

    /** With what is used up, and the remedy. */
    public MemoryRefusedException(String message) {
        super(message);
    }
}
