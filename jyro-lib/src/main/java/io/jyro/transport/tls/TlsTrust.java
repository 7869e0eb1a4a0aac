package io.jyro.transport.tls;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * Judges certificates like the underlying trust manager, and says in plain words why one is refused. Also refuses an
 * expired certificate that is itself among the trusted ones, which Java accepts. For any thread.
 */
final class TlsTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager below;

    TlsTrust(X509ExtendedTrustManager below) {
        this.below = below;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        explained(chain, () -> below.checkServerTrusted(chain, authType, engine),
                () -> below.checkServerTrusted(chain, authType), engine.getPeerHost());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        explained(chain, () -> below.checkClientTrusted(chain, authType, engine),
                () -> below.checkClientTrusted(chain, authType), null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        below.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        below.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        below.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        below.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return below.getAcceptedIssuers();
    }

    private static void explained(X509Certificate[] chain, Check check, Check withoutHost,
            @Nullable String host)
            throws CertificateException {
        X509Certificate own = chain[0];
        checkDates(own);
        try {
            check.run();
        } catch (CertificateException e) {
            if (host != null && passes(withoutHost)) {
                throw refused("its certificate is for " + CertificateNames.hosts(own)
                        + ", but the uri says " + RemoteText.shown(host)
                        + (Character.isDigit(host.charAt(0)) || host.indexOf(':') >= 0
                                ? "; for an address the certificate needs a subject alternative name of"
                                        + " kind IP"
                                : ""),
                        e);
            }
            throw refused("its certificate, for " + CertificateNames.subject(own) + ", signed by "
                    + CertificateNames.issuer(own)
                    + ", is not trusted here: none of the trusted certificates vouches for it (SSL_CACERTS,"
                    + " or TlsConfig's trust, names them); Java says: "
                    + RemoteText.message(e), e);
        }
    }

    private static boolean passes(Check check) {
        try {
            check.run();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static void checkDates(X509Certificate own) throws CertificateException {
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw refused("its certificate, for " + CertificateNames.subject(own) + ", expired on "
                    + own.getNotAfter().toInstant(),
                    new CertificateException(
                            new CertPathValidatorException("expired", e, null, -1,
                                    BasicReason.EXPIRED)));
        } catch (CertificateNotYetValidException e) {
            throw refused("its certificate, for " + CertificateNames.subject(own)
                    + ", is not valid before " + own.getNotBefore().toInstant()
                    + "; are the clocks right?", e);
        }
    }

    // The cause decides which alert the peer is sent.
    private static CertificateException refused(String text, CertificateException e) {
        return new CertificateException(text, e.getCause() == null ? e : e.getCause());
    }
}
