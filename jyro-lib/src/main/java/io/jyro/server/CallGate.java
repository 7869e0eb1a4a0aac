package io.jyro.server;

import java.util.concurrent.locks.ReentrantLock;

import io.jyro.ServerType;
import org.jspecify.annotations.Nullable;

/** Lets calls in: all of them at once, or one after the other in the order in which they came. Any thread. */
final class CallGate {
    private final @Nullable ReentrantLock oneAtATime;

    CallGate(ServerType type) {
        oneAtATime = type == ServerType.MULTIPLEX ? new ReentrantLock(true) : null;
    }

    boolean isOneAtATime() {
        return oneAtATime != null;
    }

    void enter() {
        if (oneAtATime != null) {
            oneAtATime.lock();
        }
    }

    void leave() {
        if (oneAtATime != null) {
            oneAtATime.unlock();
        }
    }
}
