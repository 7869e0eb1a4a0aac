package io.jyro.transport;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.jyro.CommunicationException;
import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * The path of a Unix domain socket. Immutable.
 *
 * @param text the path as written in uris
 */
record UnixPath(String text) {
    /** The beginning of the location of a Unix domain socket (docs/protocol.md, 7.1). */
    static final String LOCATION = "./u:";

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    // The system's field has 108 bytes; Python needs the last one for a zero.
    private static final int LONGEST = 107;

    /**
     * Returns the address for socket calls.
     *
     * @param task what the caller cannot do if the path is unusable, for the error
     */
    UnixDomainSocketAddress address(String task) {
        int length = text.getBytes(Charset.defaultCharset()).length;
        if (text.isEmpty() || length > LONGEST) {
            throw new CommunicationException("cannot " + task + " " + this
                    + (text.isEmpty()
                            ? ": the path is empty; give the path of a socket"
                            : ": the path has " + length + " bytes, and the system takes at most "
                                    + LONGEST + "; choose a shorter one, perhaps a relative one"));
        }
        try {
            return UnixDomainSocketAddress.of(text);
        } catch (InvalidPathException e) {
            throw new CommunicationException(
                    "cannot " + task + " " + this + ": this is not a valid path: "
                            + e.getReason(),
                    e);
        }
    }

    /** Returns the absolute path of the file. */
    Path file() {
        return Path.of(text).toAbsolutePath();
    }

    /** Returns whether there is a file, be it a socket or not. */
    boolean exists() {
        return Files.exists(file(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether the file is a socket; false for a link to one. */
    boolean isSocket() {
        try {
            int mode = (Integer) Files.getAttribute(file(), "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & FILE_TYPE) == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return isOther(); // a system without such modes, or no file
        }
    }

    /**
     * Returns an identity that differs from that of a later file at the same path; null if there is no file, or the
     * system has no identities.
     */
    @Nullable
    Object identity() {
        try {
            return attributes().fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private boolean isOther() {
        try {
            return attributes().isOther();
        } catch (IOException e) {
            return false;
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the location as in a uri, for logs and errors. */
    @Override
    public String toString() {
        return RemoteText.shown(LOCATION + text);
    }
}
