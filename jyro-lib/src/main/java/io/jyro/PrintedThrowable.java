package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception for the log: each message and frame is one line, cut like all remote text. Its message begins
 * with the class of the original.
 */
final class PrintedThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private static final int MOST_FRAMES = 200;
    /** The most exceptions that are printed of one chain of causes and suppressed exceptions. */
    private static final int MOST_IN_ALL = 20;

    private PrintedThrowable(String message, @Nullable Throwable cause) {
        super(message, cause, true, true);
    }

    /** Returns the exception itself if it is safe to log, otherwise a copy. */
    static Throwable of(Throwable thrown) {
        try {
            return new Look().isHarmless(thrown) ? thrown : new Copy().of(thrown);
        } catch (RuntimeException | Error e) { // the methods of a user's exception class may fail
            return new PrintedThrowable(thrown.getClass().getName()
                    + " (its message and stack trace cannot be read: " + e.getClass().getName()
                    + ")", null);
        }
    }

    /** Does nothing: the copy has the frames of the original. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage names the class already
    public String toString() {
        return String.valueOf(getMessage());
    }

    /** Checks whether a chain of exceptions is safe to log as it is. */
    private static final class Look {
        private int seen;

        boolean isHarmless(@Nullable Throwable thrown) {
            if (thrown == null) {
                return true;
            }
            if (++seen > MOST_IN_ALL) {
                return false;
            }
            // The log prints toString(), which contains the message unless a class has overridden it.
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
                return new PrintedThrowable("(further exceptions are left out)", null);
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

        // The innermost and the outermost frames say the most.
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
