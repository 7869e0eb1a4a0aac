package io.jyro.wire;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Other protocols that are found on TCP ports, recognized by their first bytes, so that error messages can name them.
 */
public enum ForeignProtocol {
    /** A client that begins a TLS handshake. */
    TLS_HELLO("a TLS handshake"),
    /** A TLS server that received plain text. */
    TLS_ALERT("a TLS alert"),
    /** A web browser or another HTTP client. */
    HTTP_REQUEST("an HTTP request"),
    /** A web server. */
    HTTP_REPLY("an HTTP answer"),
    /** An SSH server. */
    SSH("an SSH greeting");

    private static final String[] HTTP_METHODS = {"GET ", "HEAD ", "POST ", "PUT ", "DELETE",
            "OPTION", "PATCH ", "CONNEC", "TRACE ", "PRI * "};
    private static final int TLS_ALERT_RECORD = 0x15;
    private static final int TLS_HANDSHAKE_RECORD = 0x16;
    private static final int TLS_MAJOR = 3;

    private final String description;

    ForeignProtocol(String description) {
        this.description = description;
    }

    /** Returns the name of the protocol's message, with its article. */
    public String description() {
        return description;
    }

    /** Returns the protocol that begins with the {@link Header#PROLOGUE_SIZE} bytes at an offset; null if unknown. */
    static @Nullable ForeignProtocol of(byte[] bytes, int offset) {
        if (bytes[offset + 1] == TLS_MAJOR) {
            return switch (bytes[offset]) {
                case TLS_HANDSHAKE_RECORD -> TLS_HELLO;
                case TLS_ALERT_RECORD -> TLS_ALERT;
                default -> null;
            };
        }
        String text = new String(bytes, offset, Header.PROLOGUE_SIZE, StandardCharsets.US_ASCII);
        if (text.startsWith("HTTP/")) {
            return HTTP_REPLY;
        }
        if (text.startsWith("SSH-")) {
            return SSH;
        }
        for (String method : HTTP_METHODS) {
            if (text.startsWith(method)) {
                return HTTP_REQUEST;
            }
        }
        return null;
    }
}
