package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception that is made only to be logged: messages and frames in one line each, cut like all remote text.
 * Its message begins with the class of the original.
 */
final class PrintedThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private static final int MOST_FRAMES = 200;
    /** So many exceptions are printed of a chain of causes and what they suppressed. */
    private static final int MOST_IN_ALL = 20;

    private PrintedThrowable(String message, @Nullable Throwable cause) {
        super(message, cause, true, true);
    }

    /** The exception itself if it can be logged as it is, otherwise a copy. */
    static Throwable of(Throwable thrown) {
        try {
            return new Look().isHarmless(thrown) ? thrown : new Copy().of(thrown);
        } catch (RuntimeException | Error e) { // the exception is of a user's class, whose methods may fail
            return new PrintedThrowable(thrown.getClass().getName()
                    + " (its message and stack trace cannot be read: " + e.getClass().getName()
                    + ")", null);
        }
    }

    /** The copy has the frames of the original. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage names the class already
    public String toString() {
        return String.valueOf(getMessage());
    }

    /** Looks through a chain of exceptions for what must not be logged as it is. */
    private static final class Look {
        private int seen;

        boolean isHarmless(@Nullable Throwable thrown) {
            if (thrown == null) {
                return true;
            }
            if (++seen > MOST_IN_ALL) {
                return false;
            }
            // What is printed is toString, which a class may have changed, and which contains the message otherwise.
            if (!RemoteText.isShownAsIs(thrown.toString(), RemoteText.LONGEST_MESSAGE)
                    || !areHarmless(thrown.getStackTrace()) || !isHarmless(thrown.getCause())) {
                return false;
            }
            for (Throwable suppressed : thrown.getSuppressed()) {
                if (!isHarmless(suppressed)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean areHarmless(StackTraceElement[] frames) {
            if (frames.length > MOST_FRAMES) {
                return false;
            }
            for (StackTraceElement frame : frames) {
                if (!isHarmless(frame.getClassName()) || !isHarmless(frame.getMethodName())
                        || !isHarmless(frame.getFileName()) || !isHarmless(frame.getModuleName())
                        || !isHarmless(frame.getModuleVersion())
                        || !isHarmless(frame.getClassLoaderName())) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isHarmless(@Nullable String name) {
            return name == null || RemoteText.isShownAsIs(name, RemoteText.MOST_SHOWN);
        }
    }

    /** Copies a chain of exceptions. */
    private static final class Copy {
        private int made;

        @Nullable
        Throwable ofNullable(@Nullable Throwable thrown) {
            return thrown == null ? null : of(thrown);
        }

        Throwable of(Throwable thrown) {
            if (++made >= MOST_IN_ALL) {
                return new PrintedThrowable("(the exceptions beyond are left out)", null);
            }
            PrintedThrowable copy = new PrintedThrowable(RemoteText.described(thrown),
                    ofNullable(thrown.getCause()));
            copy.setStackTrace(frames(thrown.getStackTrace()));
            for (Throwable suppressed : thrown.getSuppressed()) {
                if (made >= MOST_IN_ALL) {
                    break;
                }
                copy.addSuppressed(of(suppressed));
            }
            return copy;
        }

        // The innermost and the outermost frames tell most.
        private static StackTraceElement[] frames(StackTraceElement[] all) {
            int kept = Math.min(all.length, MOST_FRAMES);
            StackTraceElement[] frames = new StackTraceElement[kept];
            for (int i = 0; i < kept; i++) {
                frames[i] = frame(all[i < kept / 2 ? i : all.length - kept + i]);
            }
            if (kept < all.length) {
                frames[kept / 2] = new StackTraceElement("<pyro>", "cut",
                        all.length - kept + 1 + " frames", -1);
            }
            return frames;
        }

        private static StackTraceElement frame(StackTraceElement frame) {
            return new StackTraceElement(name(frame.getClassLoaderName()),
                    name(frame.getModuleName()), name(frame.getModuleVersion()),
                    RemoteText.shown(frame.getClassName()),
                    RemoteText.shown(frame.getMethodName()), name(frame.getFileName()),
                    frame.getLineNumber());
        }

        private static @Nullable String name(@Nullable String name) {
            return name == null ? null : RemoteText.shown(name);
        }
    }
}
