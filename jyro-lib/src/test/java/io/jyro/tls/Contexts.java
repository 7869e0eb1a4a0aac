package io.jyro.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Contexts made with Java alone. */
final class Contexts {
    private Contexts() {}

    /** Shows a certificate, whatever is wrong with it. */
    static SSLContext showing(Issued issued) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory
                .getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(issued.keyStore("secret"), "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
