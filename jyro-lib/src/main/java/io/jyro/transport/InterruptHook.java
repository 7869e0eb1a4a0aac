package io.jyro.transport;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Runs an action when a thread is interrupted in a section of code where nothing else notices an interrupt, such as a
 * platform thread's read of a socket. The action runs on the interrupting thread, perhaps after the section has ended; it
 * has to find out itself whether it still applies. For one section at a time.
 */
public final class InterruptHook {
    private final Runnable action;
    private Section section;

    /** With the action to run. */
    public InterruptHook(Runnable action) {
        this.action = action;
        section = new Section(action);
    }

    /** The section begins; runs the action if the thread is already interrupted. */
    public void enter() {
        if (!section.isOpen()) { // each notices one interrupt
            section = new Section(action);
        }
        section.enter();
    }

    /** The section ends. */
    public void leave() {
        section.leave();
    }

    // The JDK tells a channel that the thread was interrupted by closing it; there is nothing to close here.
    private static final class Section extends AbstractInterruptibleChannel {
        private final Runnable action;

        Section(Runnable action) {
            this.action = action;
        }

        void enter() {
            begin();
        }

        void leave() {
            try {
                end(true);
            } catch (ClosedByInterruptException e) {
                Thread.currentThread().interrupt(); // it still is; the action was told
            } catch (AsynchronousCloseException e) {
                throw new IllegalStateException(e); // only thrown by end(false)
            }
        }

        @Override
        protected void implCloseChannel() {
            action.run();
        }
    }
}
