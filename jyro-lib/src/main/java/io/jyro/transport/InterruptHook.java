package io.jyro.transport;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Runs an action when a thread is interrupted in a section of code where nothing else notices an interrupt, such as a
 * platform thread's read of a socket. The action runs on the interrupting thread, perhaps after the section has ended;
 * it has to check whether it still applies. For one section at a time.
 */
public final class InterruptHook {
    private final Runnable action;
    private Section section;

    /** Creates a hook for an action. */
    public InterruptHook(Runnable action) {
        this.action = action;
        section = new Section(action);
    }

    /** Begins a section; runs the action if the thread is already interrupted. */
    public void enter() {
        if (!section.isOpen()) { // a section notices only one interrupt
            section = new Section(action);
        }
        section.enter();
    }

    /** Ends the section. */
    public void leave() {
        section.leave();
    }

    // The JDK signals an interrupt to a channel by closing it; this channel has nothing to close.
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
                Thread.currentThread().interrupt(); // keeps the status; the action has run
            } catch (AsynchronousCloseException e) {
                throw new IllegalStateException(e); // only end(false) throws this exception
            }
        }

        @Override
        protected void implCloseChannel() {
            action.run();
        }
    }
}
