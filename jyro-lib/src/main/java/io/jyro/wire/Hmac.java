package io.jyro.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;

/** Signs and checks messages of protocol 48 with a shared key (docs/protocol.md, 1.8). Thread-safe. */
public final class Hmac {
    /** The size of a digest in bytes. */
    static final int DIGEST_SIZE = 20;

    private static final String ALGORITHM = "HmacSHA1";

    private final SecretKeySpec key;

    /**
     * Creates an instance with a key, which is copied.
     *
     * @throws IllegalArgumentException if the key is empty; in Pyro an empty key means no HMAC
     */
    public Hmac(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException(
                    "an HMAC key needs at least one byte; leave it out to switch HMAC off");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Returns an instance with the given key, otherwise with the configured one; null if there is neither, or the given
     * one is empty.
     */
    public static @Nullable Hmac of(byte @Nullable [] given, @Nullable String configured) {
        if (given != null) {
            return given.length == 0 ? null : new Hmac(given);
        }
        return configured == null || configured.isEmpty() ? null : ofText(configured);
    }

    /** Returns an instance with the UTF-8 bytes of a text as its key. */
    public static Hmac ofText(String key) {
        return new Hmac(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Computes the digest of a message: the payload as it is sent, then the values of all annotations except HMAC by
     * ascending id. Header, ids and lengths are not covered.
     */
    byte[] digest(byte[] bytes, int table, int tableEnd, List<ByteBuffer> payload) {
        Mac mac = newMac();
        payload.forEach(mac::update);
        for (int chunk : Annotations.inOrderOfIds(Dialect.V48, bytes, table, tableEnd)) {
            if (BigEndian.signedInt(bytes, chunk) != Annotations.HMAC) {
                int value = chunk + Annotations.chunkHead(Dialect.V48);
                mac.update(bytes, value, Annotations.end(Dialect.V48, bytes, chunk) - value);
            }
        }
        return mac.doFinal();
    }

    /** Compares the received digest with that of the message. */
    void check(byte[] bytes, int table, int tableEnd, Payload payload, byte[] came) {
        if (!MessageDigest.isEqual(came, digest(bytes, table, tableEnd, payload.parts()))) {
            throw new PyroSecurityException("message hmac mismatch: the HMAC keys of the two"
                    + " ends differ (hmacKey, PYRO_HMAC_KEY), or the message was changed on its way");
        }
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot compute " + ALGORITHM, e);
        }
    }
}
