package io.jyro.wire;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** What else speaks on TCP ports, known by its first bytes: to tell people whom they have really met. */
public enum ForeignProtocol {
    /** A client that begins a TLS handshake. */
    TLS_HELLO("a TLS handshake"),
    /** A TLS server that was spoken to in plain. */
    TLS_ALERT("a TLS alert"),
    /** A web browser or another client of HTTP. */
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

    /** What it is, with its article. */
    public String description() {
        return description;
    }

    /** What begins with the {@link Header#PROLOGUE_SIZE} bytes at an offset; null if that is unknown. */
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
