package io.jyro.serialize;

/** Short ASCII texts seen on one connection: the same bytes give the same String without decoding. One thread at a time. */
public final class NameTable {
    /** The text of some ASCII bytes. */
    public String get(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
