package io.jyro.transport.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jyro.RemoteText;

/**
 * Names of the subjects, issuers and hosts of certificates, for errors and logs: short, and without control characters.
 */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateNames() {}

    /** Returns the subject. */
    static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.isEmpty() ? "an unnamed subject" : RemoteText.shown(name);
    }

    /** Returns the issuer. */
    static String issuer(X509Certificate certificate) {
        return RemoteText.shown(certificate.getIssuerX500Principal().getName());
    }

    /** Returns the host names and addresses that the certificate is for, or its subject if there are none. */
    static String hosts(X509Certificate certificate) {
        List<String> hosts = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(0) instanceof Integer kind && (kind == DNS || kind == IP)) {
                        hosts.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return subject(certificate); // names that cannot be parsed match no host
        }
        return hosts.isEmpty() ? subject(certificate) : RemoteText.shown(String.join(", ", hosts));
    }
}
