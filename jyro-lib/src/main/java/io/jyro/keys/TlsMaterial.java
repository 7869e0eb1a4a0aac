package io.jyro.keys;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * The content of a TLS configuration's files when last read, and the contexts made from it. Each context is created at
 * first use, since loading the authorities of the system is slow. Thread-safe.
 */
public final class TlsMaterial {
    private final @Nullable TlsIdentity identity;
    private final List<X509Certificate> authorities;
    private final boolean trustsDefaults;

    private final ReentrantLock making = new ReentrantLock();
    // Written only while the lock "making" is held.
    private volatile @Nullable SSLContext daemonContext;
    private volatile @Nullable SSLContext proxyContext;

    /** Creates it of files that have been read; the TLS context is made later. */
    public TlsMaterial(@Nullable TlsIdentity identity, List<X509Certificate> authorities,
            boolean trustsDefaults) {
        this.identity = identity;
        this.authorities = List.copyOf(authorities);
        this.trustsDefaults = trustsDefaults;
    }

    /** Returns whether there is a certificate with its key. */
    public boolean hasIdentity() {
        return identity != null;
    }

    /** Returns whether certificate authorities are named. */
    public boolean hasAuthorities() {
        return !authorities.isEmpty();
    }

    /**
     * Returns the context for daemons, which trust clients only by the given authorities.
     *
     * @throws KeyFileException if Java cannot set up TLS
     */
    public SSLContext daemonContext(UnaryOperator<X509ExtendedTrustManager> explaining)
            throws KeyFileException {
        SSLContext made = daemonContext;
        if (made == null) {
            making.lock();
            try {
                made = daemonContext;
                if (made == null) {
                    made = context(authorities, explaining);
                    daemonContext = made;
                }
            } finally {
                making.unlock();
            }
        }
        return made;
    }

    /**
     * Returns the context for proxies, which also trust the authorities of the system.
     *
     * @throws KeyFileException if Java cannot set up TLS, or has no authorities
     */
    public SSLContext proxyContext(UnaryOperator<X509ExtendedTrustManager> explaining)
            throws KeyFileException {
        SSLContext made = proxyContext;
        if (made == null) {
            making.lock();
            try {
                made = proxyContext;
                if (made == null) {
                    List<X509Certificate> all = new ArrayList<>(authorities);
                    if (trustsDefaults) {
                        all.addAll(defaults());
                    }
                    made = context(all, explaining);
                    proxyContext = made;
                }
            } finally {
                making.unlock();
            }
        }
        return made;
    }

    private SSLContext context(List<X509Certificate> trusted,
            UnaryOperator<X509ExtendedTrustManager> explaining) throws KeyFileException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("trusted-" + i, trusted.get(i));
            }
            TrustManager[] trust = {};
            if (!trusted.isEmpty()) {
                trust = trustManagers(store);
                for (int i = 0; i < trust.length; i++) {
                    if (trust[i] instanceof X509ExtendedTrustManager plain) {
                        trust[i] = explaining.apply(plain);
                    }
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity == null ? new KeyManager[0] : identity.keyManagers(), trust,
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new KeyFileException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> defaults() throws KeyFileException {
        try {
            return Arrays.stream(trustManagers(null))
                    .filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                    .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers())).toList();
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(
                    "the certificates that Java trusts by default cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
