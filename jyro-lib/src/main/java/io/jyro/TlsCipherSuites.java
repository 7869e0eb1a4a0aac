package io.jyro;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * The cipher suites that connections may use. The default is all suites that Java enables, except those of TLS 1.2
 * without forward secrecy or authenticated encryption. Immutable and thread-safe.
 *
 * @param chosen the user's choice, in order of preference; empty for the default
 */
record TlsCipherSuites(List<String> chosen) {

    /**
     * Creates an instance after checking the names.
     *
     * @param context the user's context, or null for contexts that Jyro creates
     * @throws PyroException naming a suite that is unknown
     */
    static TlsCipherSuites of(List<String> chosen, @Nullable SSLContext context) {
        if (!chosen.isEmpty()) {
            Set<String> known = Set.of(supported(context));
            for (String suite : chosen) {
                if (!known.contains(suite)) {
                    throw new PyroException("this Java does not support the cipher suite " + suite
                            + "; SSL_CIPHERSUITES and TlsConfig's cipherSuites take Java's"
                            + " names, such as TLS_AES_128_GCM_SHA256; supported are: "
                            + String.join(", ", supported(context)));
                }
            }
        }
        return new TlsCipherSuites(List.copyOf(chosen));
    }

    /** Enables only these suites on an engine. */
    void restrict(SSLEngine engine) {
        List<String> suites = chosen;
        if (suites.isEmpty()) {
            suites = new ArrayList<>(Arrays.asList(engine.getEnabledCipherSuites()));
            suites.removeIf(suite -> !isSound(suite));
        }
        engine.setEnabledCipherSuites(suites.toArray(String[]::new));
    }

    // Those of TLS 1.3 are all sound; their names lack "_WITH_" and the key exchange.
    private static boolean isSound(String suite) {
        return !suite.contains("_WITH_")
                || suite.startsWith("TLS_ECDHE_")
                        && (suite.contains("_GCM_") || suite.contains("_CHACHA20_POLY1305_"));
    }

    private static String[] supported(@Nullable SSLContext given) {
        try {
            SSLContext context = given;
            if (context == null) {
                context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[0], new TrustManager[0], null);
            }
            return context.getSupportedSSLParameters().getCipherSuites();
        } catch (GeneralSecurityException e) {
            throw new PyroException("this Java does not support TLS: " + e.getMessage(), e);
        }
    }
}
