package io.jyro.client;

import java.lang.ref.Cleaner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what belongs to an object that the program dropped without closing it, some time after no thread can reach the object
 * any more. Closing explicitly is the rule: when memory is collected, if ever, is open. Any thread.
 */
final class LastResort {
    private static final Cleaner CLEANER = Cleaner
            .create(Thread.ofPlatform().daemon().name("jyro-cleaner").factory());

    private final Closing closing;
    private final Cleaner.Cleanable registration;

    private LastResort(Object owner, Closing closing) {
        this.closing = closing;
        registration = CLEANER.register(owner, closing);
    }

    /**
     * Watches over an object.
     *
     * @param close is run on a thread of its own; must not refer to the owner, which would then be reachable for ever
     */
    static LastResort of(Object owner, String what, Runnable close) {
        return new LastResort(owner, new Closing(what, close));
    }

    /** The owner was closed, so that nothing is left to do. */
    void cancel() {
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
