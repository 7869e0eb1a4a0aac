package io.jyro.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jyro.RemoteText;

/** What certificates say of whom they are for, as text for errors and logs: short, and without control characters. */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateNames() {}

    /** Whom it is for. */
    static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.isEmpty() ? "nobody by name" : RemoteText.shown(name);
    }

    /** Who signed it. */
    static String issuer(X509Certificate certificate) {
        return RemoteText.shown(certificate.getIssuerX500Principal().getName());
    }

    /** The host names and addresses that it is for, or if there are none its subject. */
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
            return subject(certificate); // names that do not parse match nothing
        }
        return hosts.isEmpty() ? subject(certificate) : RemoteText.shown(String.join(", ", hosts));
    }
}
