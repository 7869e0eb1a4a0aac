package io.jyro.wire;

import io.jyro.DaemonException;

/** A message was refused because a daemon's memory budget for messages is used up. */
public final class MemoryRefusedException extends DaemonException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message names the budget and the remedy. */
    public MemoryRefusedException(String message) {
        super(message);
    }
}
