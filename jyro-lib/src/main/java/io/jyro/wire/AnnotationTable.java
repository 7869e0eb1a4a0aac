package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;

/** The annotations of a received message: checked, and left in the buffer that they were read into. Immutable. */
final class AnnotationTable {
    private static final int UUID_SIZE = 16;
    private static final int NOWHERE = -1;

    private final Dialect dialect;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final List<Bulk> bulks;
    private final int correlation;
    private final int digest;
    private final boolean hasAnyForUsers;

    private AnnotationTable(Dialect dialect, byte[] bytes, int start, int end, List<Bulk> bulks,
            int correlation, int digest, boolean hasAnyForUsers) {
        this.dialect = dialect;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.bulks = bulks;
        this.correlation = correlation;
        this.digest = digest;
        this.hasAnyForUsers = hasAnyForUsers;
    }

    /**
     * Checks all chunks and returns their table.
     *
     * @param bulks the values that are not in the array
     * @throws MalformedMessageException if the chunks do not fill their space exactly, or are too many
     */
    static AnnotationTable parse(Dialect dialect, byte[] bytes, int start, int end,
            List<Bulk> bulks) {
        int correlation = NOWHERE;
        int digest = NOWHERE;
        int count = 0;
        boolean forUsers = false;
        for (int chunk = start; chunk < end;) {
            int value = chunk + Annotations.chunkHead(dialect);
            Bulk apart = Bulk.at(value - start, bulks);
            int next = Annotations.checkedEnd(dialect, bytes, chunk, end, apart);
            int id = BigEndian.signedInt(bytes, chunk);
            if (dialect == Dialect.V48 && id == Annotations.CORR) {
                correlation = next - value == UUID_SIZE ? value - start : NOWHERE;
            } else if (dialect == Dialect.V48 && id == Annotations.HMAC) {
                digest = chunk - start;
            } else {
                forUsers |= id != Annotations.JYRO;
            }
            if (++count > Annotations.MOST) {
                throw new MalformedMessageException(dialect,
                        "more than " + Annotations.MOST + " annotations");
            }
            chunk = next;
        }
        return new AnnotationTable(dialect, bytes, start, end, bulks, correlation, digest,
                forUsers);
    }

    /** Checks the digest, which protocol 48 sends as an annotation. */
    void checkDigest(@Nullable Hmac hmac, Payload payload) {
        if (hmac != null && digest != NOWHERE) {
            hmac.check(bytes, start, end, payload, value(start + digest));
        } else if (hmac != null || digest != NOWHERE) {
            throw new PyroSecurityException("hmac key config not symmetric: the message is "
                    + (hmac == null
                            ? "signed with an HMAC key, but its receiver has none"
                            : "not signed, but its receiver has an HMAC key")
                    + "; give both ends the same key, or none (hmacKey, PYRO_HMAC_KEY)");
        }
    }

    /** Returns the array that contains the annotations. */
    byte[] array() {
        return bytes;
    }

    /** Returns how many bytes of the array the annotations take. */
    int length() {
        return end - start;
    }

    /** Returns the id in the CORR annotation of protocol 48; null if there is none. */
    @Nullable
    UUID correlationId() {
        return correlation == NOWHERE
                ? null
                : new UUID(BigEndian.signedLong(bytes, start + correlation),
                        BigEndian.signedLong(bytes, start + correlation + Long.BYTES));
    }

    /** Returns the value of the last annotation with an id; null if there is none. */
    byte @Nullable [] value(String id) {
        int number = start == end ? Annotations.NO_ID : Annotations.idOf(id);
        if (number == Annotations.NO_ID) {
            return null;
        }
        int found = NOWHERE;
        for (int chunk = start; chunk < end; chunk = behind(chunk)) {
            if (BigEndian.signedInt(bytes, chunk) == number) {
                found = chunk;
            }
        }
        return found == NOWHERE ? null : value(found);
    }

    Map<String, byte[]> forUsers() {
        if (!hasAnyForUsers) {
            return Map.of();
        }
        Map<String, byte[]> annotations = new LinkedHashMap<>();
        for (int chunk = start; chunk < end; chunk = behind(chunk)) {
            if (Annotations.isForUsers(dialect, BigEndian.signedInt(bytes, chunk))) {
                annotations.put(new String(bytes, chunk, 4, StandardCharsets.US_ASCII),
                        value(chunk));
            }
        }
        return Collections.unmodifiableMap(annotations);
    }

    /** Copies the bytes to the beginning of another array and returns the table of the copy. */
    AnnotationTable copiedTo(byte[] own) {
        System.arraycopy(bytes, start, own, 0, length());
        return new AnnotationTable(dialect, own, 0, length(), bulks, correlation, digest,
                hasAnyForUsers);
    }

    private byte[] value(int chunk) {
        int value = chunk + Annotations.chunkHead(dialect);
        Bulk apart = Bulk.at(value - start, bulks);
        return apart == null
                ? Arrays.copyOfRange(bytes, value, Annotations.end(dialect, bytes, chunk))
                : apart.bytes();
    }

    private int behind(int chunk) {
        int value = chunk + Annotations.chunkHead(dialect);
        return Bulk.at(value - start, bulks) == null
                ? Annotations.end(dialect, bytes, chunk)
                : value;
    }
}
