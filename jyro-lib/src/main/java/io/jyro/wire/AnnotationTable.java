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

/** The annotations of a message that came: checked, and left where they stand. Immutable. */
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
     * Checks all chunks.
     *
     * @param bulks the values that do not stand in the array
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

    /** Checks the digest that protocol 48 has among its annotations. */
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

    /** The array in which they stand. */
    byte[] array() {
        return bytes;
    }

    /** How many bytes of the array they take. */
    int length() {
        return end - start;
    }

    /** What the CORR annotation of protocol 48 says; null if it did not come. */
    @Nullable
    UUID correlationId() {
        return correlation == NOWHERE
                ? null
                : new UUID(BigEndian.signedLong(bytes, start + correlation),
                        BigEndian.signedLong(bytes, start + correlation + Long.BYTES));
    }

    /** The value of the last annotation with an id; null if there is none. */
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

    /** The same with a copy of its bytes at the beginning of another array. */
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
