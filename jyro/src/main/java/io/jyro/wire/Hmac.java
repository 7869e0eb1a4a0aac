package io.jyro.wire;

/** Signs and checks messages of protocol 48 with a shared key (PROTOCOL.md 1.8). Safe to share between threads. */
public final class Hmac {
    /** With a key, which is copied. */
    public Hmac(byte[] key) {
        throw new UnsupportedOperationException();
    }

    /** With a text key, taken as UTF-8. */
    public static Hmac ofText(String key) {
        throw new UnsupportedOperationException();
    }
}
