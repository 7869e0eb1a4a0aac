package io.jyro.transport.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.RemoteText;
import io.jyro.wire.Header;
import io.jyro.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * Explains in plain words why a TLS connection failed.
 *
 * @param peer the peer, as text
 * @param ofProxy whether this is a proxy's end
 */
record TlsFailures(String peer, boolean ofProxy) {
    private static final int ALERT = 20;
    private static final int APPLICATION_DATA = 23;
    private static final String RECEIVED = "fatal alert: ";

    /**
     * Checks the first six bytes that came.
     *
     * @throws ProtocolException if they are not TLS, saying what they are
     */
    void requireTls(ByteBuffer first) {
        int type = first.get(first.position()) & 0xff;
        if (type >= ALERT && type <= APPLICATION_DATA && first.get(first.position() + 1) == 3) {
            return;
        }
        byte[] bytes = new byte[Header.PROLOGUE_SIZE];
        first.get(first.position(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PYRO")) {
            throw plainPyro(bytes);
        }
        if (ofProxy) {
            throw new ProtocolException("TLS with " + peer + " failed: "
                    + (text.startsWith("HTTP")
                            ? "a web server answered, without TLS"
                            : "the server does not speak TLS (the first bytes of its answer are "
                                    + HexFormat.of().formatHex(bytes) + ")"));
        }
        throw new ProtocolException(text.matches("(GET|POST|HEAD|PUT|OPTIO).*")
                ? "an HTTP request without TLS came to a port where TLS and Pyro's protocol are spoken"
                : "this port expects TLS, but something else was received (its first bytes are "
                        + HexFormat.of().formatHex(bytes) + ")");
    }

    private ProtocolException plainPyro(byte[] bytes) {
        if (ofProxy) {
            return new ProtocolException("TLS with " + peer
                    + " failed: a Pyro daemon without TLS listens there; call it without TLS (SSL off), or"
                    + " give it a certificate");
        }
        Dialect dialect = Dialect.V502;
        try {
            dialect = Header.dialectOf(bytes, 0);
        } catch (MalformedMessageException e) {
            dialect = e.answerIn();
        }
        return new MalformedMessageException(dialect,
                "this daemon speaks TLS only; switch it on in the client (SSL)");
    }

    /** Returns the exception to throw for a failed handshake. */
    CommunicationException handshake(SSLException e, SSLEngine engine) {
        return new CommunicationException("TLS with " + peer + " failed: " + reason(e, engine), e);
    }

    /** Returns the reason for an exception of the engine. */
    String reason(SSLException e, SSLEngine engine) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return RemoteText.message(cause);
            }
        }
        String message = String.valueOf(e.getMessage());
        int alert = message.indexOf(RECEIVED);
        if (alert >= 0) {
            return ofAlert(message.substring(alert + RECEIVED.length()).strip()
                    .replaceFirst("^.*\\((.*)\\)$", "$1").toLowerCase(Locale.ROOT), engine);
        }
        if (!ofProxy && message.toLowerCase(Locale.ROOT).contains("empty client certificate")) {
            return "the client showed no certificate, but this daemon demands one of each client"
                    + " (SSL_CLIENTCERT there; SSL_REQUIRECLIENTCERT here)";
        }
        if (!ofProxy && message.contains("no cipher suites in common")) {
            return "the client offers none of the cipher suites that are accepted here; update its TLS"
                    + " library, or name one that it has with SSL_CIPHERSUITES or TlsConfig's cipherSuites";
        }
        return RemoteText.message(e);
    }

    /**
     * Returns a hint for a peer that closed directly after the handshake, which in TLS 1.3 may mean that it refused
     * this end.
     */
    String closedAtOnce(SSLEngine engine) {
        X509Certificate shown = shown(engine);
        return "the other end closed right after the TLS handshake; perhaps it "
                + (shown == null
                        ? "demands a certificate of its clients, and this proxy has none (SSL_CLIENTCERT)"
                        : "does not trust this proxy's certificate for "
                                + CertificateNames.subject(shown));
    }

    private String ofAlert(String alert, SSLEngine engine) {
        X509Certificate shown = shown(engine);
        String other = ofProxy ? "the daemon" : "the client";
        String told = " (alert " + RemoteText.shown(alert) + ")";
        return switch (alert) {
            case "certificate_required" -> demanded(told);
            case "bad_certificate", "handshake_failure" -> ofProxy && shown == null
                    ? alert.equals("bad_certificate")
                            ? demanded(told)
                            : "the daemon refused: it may demand a certificate of its clients, and this"
                                    + " proxy has none (SSL_CLIENTCERT, or TlsConfig's"
                                    + " certificate), or the two ends have no cipher suite"
                                    + " in common (SSL_CIPHERSUITES)" + told
                    : alert.equals("bad_certificate")
                            ? distrusted(other, shown, told)
                            : "the two ends have no cipher suite (SSL_CIPHERSUITES) or kind of key"
                                    + " in common"
                                    + told;
            case "unknown_ca", "certificate_unknown", "unsupported_certificate",
                    "access_denied" ->
                distrusted(other, shown, told);
            case "certificate_expired" ->
                other + " says that the certificate shown here expired" + told;
            case "certificate_revoked" ->
                other + " says that the certificate shown here was revoked" + told;
            case "protocol_version" -> other
                    + " does not speak a version of TLS that is allowed here (1.2 or 1.3)" + told;
            case "unrecognized_name" -> other + " has no certificate for that host name" + told;
            default -> other + " refused" + told;
        };
    }

    private static String demanded(String told) {
        return "the daemon demands a certificate of its clients, but was not shown one that it"
                + " accepts; name one with SSL_CLIENTCERT, or TlsConfig's certificate" + told;
    }

    private static String distrusted(String other, @Nullable X509Certificate shown, String told) {
        return other + " does not trust the certificate that was shown here"
                + (shown == null
                        ? ""
                        : ", for " + CertificateNames.subject(shown) + ", signed by "
                                + CertificateNames.issuer(shown))
                + "; the signer's certificate must be among its trusted certificates"
                + " (SSL_CACERTS there)"
                + told;
    }

    private static @Nullable X509Certificate shown(SSLEngine engine) {
        SSLSession session = engine.getHandshakeSession() == null
                ? engine.getSession()
                : engine.getHandshakeSession();
        return session.getLocalCertificates() != null && session.getLocalCertificates().length > 0
                && session.getLocalCertificates()[0] instanceof X509Certificate own ? own : null;
    }
}
