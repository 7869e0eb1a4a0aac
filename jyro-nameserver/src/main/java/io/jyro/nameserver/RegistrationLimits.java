package io.jyro.nameserver;

import java.util.Locale;
import java.util.Set;

import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PythonException;
import io.jyro.nameserver.Storage.Registration;

/**
 * Limits for registrations.
 *
 * @param maxEntries names in all
 * @param maxTags tags of one name
 * @param maxSize estimated bytes of memory in all, 0 for any number
 */
record RegistrationLimits(int maxEntries, int maxTags, long maxSize) {
    static final int MAX_NAME_LENGTH = 1_000;
    static final int MAX_TAG_LENGTH = 1_000;
    static final int MAX_URI_LENGTH = 2_000;

    private static final int BYTES_OF_NAME = 300;
    private static final int BYTES_OF_TAG = 100;
    private static final int BYTES_OF_CHARACTER = 2;

    static RegistrationLimits of(PyroConfig config) {
        return new RegistrationLimits(config.nsMaxEntries(), config.nsMaxTags(),
                config.nsMaxSize());
    }

    /** Checks that a name is not empty or too long, and has no characters that would disguise it in a list. */
    void checkName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "name must not be empty: it could not be removed again");
        }
        checkText("name", name, MAX_NAME_LENGTH);
    }

    void checkUri(String uri) {
        checkText("uri", uri, MAX_URI_LENGTH);
    }

    void checkTags(Set<String> tags) {
        if (tags.size() > maxTags) {
            throw new NamingException("a name may have at most " + maxTags + " tags, not "
                    + tags.size()
                    + "; the name server's NS_MAX_TAGS limits them");
        }
        tags.forEach(tag -> checkText("tag", tag, MAX_TAG_LENGTH));
    }

    /** Checks that one more name is allowed. */
    void checkEntries(int entries) {
        if (entries >= maxEntries) {
            throw new NamingException("the name server is full: it has " + entries
                    + " names; its NS_MAX_ENTRIES limits them");
        }
    }

    /** Checks that all registrations together may grow to a size. */
    void checkSize(long size) {
        if (maxSize > 0 && size > maxSize) {
            throw new NamingException("the name server is full: all its registrations may take "
                    + maxSize + " bytes; its NS_MAX_SIZE limits them");
        }
    }

    /** Returns about how many bytes of memory a registration takes. */
    static long size(String name, Registration registration) {
        long size = BYTES_OF_NAME
                + (long) BYTES_OF_CHARACTER * (name.length() + registration.uri().length());
        for (String tag : registration.metadata()) {
            size += BYTES_OF_TAG + (long) BYTES_OF_CHARACTER * tag.length();
        }
        return size;
    }

    private static void checkText(String kind, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw PythonException.valueError("a " + kind + " may have at most " + maxLength
                    + " characters, not " + text.length());
        }
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            if (isUnfit(c)) {
                throw PythonException.valueError(String.format(Locale.ROOT,
                        "a %s must not contain U+%04X, as at position %d: control characters,"
                                + " characters that change the writing direction and unpaired"
                                + " surrogates are not allowed",
                        kind, c, i));
            }
            i += Character.charCount(c);
        }
    }

    // Not allowed are characters that control terminals or break lines, characters that change the writing direction,
    // which disguises entries of a list, and characters that UTF-8 cannot encode. Other invisible characters are needed
    // to write some languages.
    private static boolean isUnfit(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                true;
            default -> c == 0x61C || c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E
                    || c >= 0x2066 && c <= 0x2069;
        };
    }
}
