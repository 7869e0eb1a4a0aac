package io.jyro.client.link;

import java.lang.ref.Cleaner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the resources of an object that the program dropped without closing it, some time after the object has become
 * unreachable. Closing explicitly is the rule: the garbage collector may run late, or never. Any thread.
 */
public final class LastResort {
    private static final Cleaner CLEANER = Cleaner
            .create(Thread.ofPlatform().daemon().name("jyro-cleaner").factory());

    private final Closing closing;
    private final Cleaner.Cleanable registration;

    private LastResort(Object owner, Closing closing) {
        this.closing = closing;
        registration = CLEANER.register(owner, closing);
    }

    /**
     * Registers an object.
     *
     * @param close run on its own thread; must not refer to the owner, which would then stay reachable
     */
    public static LastResort of(Object owner, String what, Runnable close) {
        return new LastResort(owner, new Closing(what, close));
    }

    /** Cancels the registration, because the owner was closed. */
    public void cancel() {
        closing.isDone = true;
        registration.clean();
    }

    private static final class Closing implements Runnable {
        private final String what;
        private final Runnable close;
        private volatile boolean isDone;

        Closing(String what, Runnable close) {
            this.what = what;
            this.close = close;
        }

        @Override
        public void run() {
            if (!isDone) {
                log().debug("{} was dropped without being closed; it is closed now", what);
                Thread.ofVirtual().name("jyro-close").start(close); // it may wait for the peer
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(LastResort.class);
    }
}
