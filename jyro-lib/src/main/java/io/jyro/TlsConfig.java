package io.jyro;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;

import io.jyro.keys.KeyFileException;
import io.jyro.keys.TlsMaterial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How connections are encrypted, and who is trusted: certificates and keys from PEM files or key stores. The same
 * instance can be used for daemons and proxies. TLS 1.2 and 1.3 are supported, with cipher suites that have forward
 * secrecy and authenticated encryption. Immutable and thread-safe.
 *
 * {@snippet :
 * TlsConfig tls = TlsConfig.builder()
 *         .certificate(Path.of("server_cert.pem"), Path.of("server_key.pem"))
 *         .build();
 * Daemon daemon = Daemon.builder().tls(tls).start();
 * }
 *
 * <p>Before a connection is made, at most once a second, the files are checked for changes: if they were replaced, new
 * connections use the new content. If that is broken, the log says so and the previous content stays in use.
 *
 * @see "docs/protocol.md, 2.5 TLS"
 */
public final class TlsConfig {
    private static final Logger log = LoggerFactory.getLogger(TlsConfig.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TlsFiles files;
    private final @Nullable SSLContext context;
    private final boolean requiresClientCertificate;
    private final boolean checksHostName;
    private final TlsCipherSuites suites;

    private final ReentrantLock reloading = new ReentrantLock();
    // Written only while the lock "reloading" is held.
    private volatile TlsMaterial material;
    private volatile long lookedAtNanos;
    private List<String> stamp; // guarded by reloading

    private TlsConfig(Builder given) {
        files = new TlsFiles(given);
        context = given.context;
        requiresClientCertificate = given.requiresClientCertificate;
        checksHostName = given.checksHostName;
        suites = TlsCipherSuites.of(given.cipherSuites, context);
        stamp = files.stamp();
        material = files.read();
        lookedAtNanos = System.nanoTime();
        if (context == null && requiresClientCertificate && !material.hasAuthorities()) {
            throw new PyroException(
                    "clients need a certificate, but no authority that could have signed one is"
                            + " trusted; name the authority with SSL_CACERTS or TlsConfig's trust");
        }
    }

    /** Returns a builder that trusts Java's default authorities and has no certificate of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a configuration that takes everything from an existing context. */
    public static TlsConfig of(SSLContext context) {
        return builder().context(context).build();
    }

    /**
     * Checks that there is a certificate, without which no daemon can serve.
     *
     * @throws PyroException if there is none; the message says how to set one
     */
    public void requireCertificate() {
        if (context == null && !material.hasIdentity()) {
            throw new PyroException(
                    "a daemon with TLS needs a certificate of its own; name it with"
                            + " SSL_SERVERCERT (and"
                            + " SSL_SERVERKEY) or TlsConfig's certificate");
        }
    }

    /**
     * Reads all files again immediately. Not needed after files were replaced: this is detected.
     *
     * @throws PyroException naming a file and what is wrong with it; the previous content stays in use
     */
    public void reload() {
        reloading.lock();
        try {
            List<String> now = files.stamp();
            material = files.read();
            stamp = now;
        } finally {
            reloading.unlock();
        }
    }

    /**
     * Creates the engine that encrypts one connection to a client of a daemon. For Jyro's transport.
     *
     * @param explaining wraps the trust manager, to explain its refusals
     */
    public SSLEngine daemonEngine(UnaryOperator<X509ExtendedTrustManager> explaining) {
        SSLEngine engine = daemonContext(explaining).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(VERSIONS);
        suites.restrict(engine);
        engine.setNeedClientAuth(requiresClientCertificate);
        return engine;
    }

    /**
     * Creates the engine that encrypts one connection to a daemon. For Jyro's transport.
     *
     * @param host the host for which the certificate of the daemon has to be valid
     * @param explaining wraps the trust manager, to explain its refusals
     */
    public SSLEngine proxyEngine(String host, int port,
            UnaryOperator<X509ExtendedTrustManager> explaining) {
        SSLEngine engine = proxyContext(explaining).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(VERSIONS);
        suites.restrict(engine);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(checksHostName ? "HTTPS" : null);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Returns the names of its files, and whether it requires client certificates; never a secret. */
    @Override
    public String toString() {
        return files.paths().stream().map(Path::toString)
                .collect(Collectors.joining(", ", "TlsConfig[",
                        (context == null ? "" : "(an SSLContext)")
                                + (requiresClientCertificate ? ", clients need a certificate" : "")
                                + (checksHostName ? "]" : ", host names are not checked]")));
    }

    private SSLContext daemonContext(UnaryOperator<X509ExtendedTrustManager> explaining) {
        try {
            return context == null ? fresh().daemonContext(explaining) : context;
        } catch (KeyFileException e) {
            throw new PyroException(e.getMessage(), e.getCause());
        }
    }

    private SSLContext proxyContext(UnaryOperator<X509ExtendedTrustManager> explaining) {
        try {
            return context == null ? fresh().proxyContext(explaining) : context;
        } catch (KeyFileException e) {
            throw new PyroException(e.getMessage(), e.getCause());
        }
    }

    private TlsMaterial fresh() {
        if (System.nanoTime() - lookedAtNanos > LOOK_AGAIN_NANOS && reloading.tryLock()) {
            try {
                lookedAtNanos = System.nanoTime();
                List<String> now = files.stamp();
                if (!now.equals(stamp)) {
                    stamp = now; // also if the files are broken, so that the log says it once
                    material = files.read();
                    log.info("certificates were replaced, new connections use them: {}", this);
                }
            } catch (PyroException e) {
                log.warn("the replaced certificates cannot be used, those read before stay in"
                        + " use: {}",
                        RemoteText.message(e));
            } finally {
                reloading.unlock();
            }
        }
        return material;
    }

    /** Collects the settings of a {@link TlsConfig}. Not thread-safe. */
    public static final class Builder {
        final List<Path> trusted = new ArrayList<>();
        @Nullable
        Path certificate;
        @Nullable
        Path key;
        @Nullable
        String keyPassword;
        @Nullable
        Path keyStoreFile;
        @Nullable
        KeyStore keyStore;
        char[] keyStorePassword = {};
        @Nullable
        Path trustStoreFile;
        @Nullable
        KeyStore trustStore;
        char[] trustStorePassword = {};
        boolean trustsDefaults = true;
        private @Nullable SSLContext context;
        private boolean requiresClientCertificate;
        private boolean checksHostName = true;
        private List<String> cipherSuites = List.of();

        private Builder() {}

        private Builder(Builder from) {
            trusted.addAll(from.trusted);
            certificate = from.certificate;
            key = from.key;
            keyPassword = from.keyPassword;
            keyStoreFile = from.keyStoreFile;
            keyStore = from.keyStore;
            keyStorePassword = from.keyStorePassword;
            trustStoreFile = from.trustStoreFile;
            trustStore = from.trustStore;
            trustStorePassword = from.trustStorePassword;
            trustsDefaults = from.trustsDefaults;
            context = from.context;
            requiresClientCertificate = from.requiresClientCertificate;
            checksHostName = from.checksHostName;
            cipherSuites = from.cipherSuites;
        }

        /** Sets a PEM file with this end's certificate, followed by those of its issuers, and its private key. */
        public Builder certificate(Path file) {
            certificate = file;
            key = null;
            return this;
        }

        /**
         * Sets a PEM file with this end's certificate, followed by those of its issuers, and a file with its private
         * key.
         */
        public Builder certificate(Path file, Path keyFile) {
            certificate = file;
            key = keyFile;
            return this;
        }

        /** Sets the password of the private key in the PEM file. */
        public Builder keyPassword(String password) {
            keyPassword = password;
            return this;
        }

        /**
         * Sets a key store (PKCS12 or JKS) with this end's certificate and key, and the password of both store and key.
         */
        public Builder keyStore(Path file, String password) {
            keyStoreFile = file;
            keyStore = null;
            keyStorePassword = password.toCharArray();
            return this;
        }

        /** Sets a key store with this end's certificate and key, and the password of the key. */
        public Builder keyStore(KeyStore store, String keyPasswordOfStore) {
            keyStore = store;
            keyStoreFile = null;
            keyStorePassword = keyPasswordOfStore.toCharArray();
            return this;
        }

        /**
         * Adds a PEM file with certificates to trust, those of authorities or of the other ends themselves; or a
         * directory with any number of such files. May be called several times. Daemons trust these alone, proxies also
         * the authorities that Java trusts by default.
         */
        public Builder trust(Path fileOrDirectory) {
            trusted.add(fileOrDirectory);
            return this;
        }

        /** Sets a key store (PKCS12 or JKS) with certificates to trust, and its password. */
        public Builder trustStore(Path file, String password) {
            trustStoreFile = file;
            trustStorePassword = password.toCharArray();
            return this;
        }

        /** Sets a key store with certificates to trust. */
        public Builder trustStore(KeyStore store) {
            trustStore = store;
            return this;
        }

        /** Sets whether proxies trust the authorities that Java trusts by default; true if not set. */
        public Builder trustDefaults(boolean trust) {
            trustsDefaults = trust;
            return this;
        }

        /** Sets whether a daemon demands a certificate of each client; by default it asks for none. */
        public Builder requireClientCertificate(boolean required) {
            requiresClientCertificate = required;
            return this;
        }

        /**
         * Sets whether a proxy checks that the daemon's certificate is for the host in the uri; true if not set.
         * Without the check, anyone with a certificate from the same authority can pass for the daemon.
         */
        public Builder checkHostName(boolean check) {
            checksHostName = check;
            return this;
        }

        /**
         * Sets the cipher suites that connections may use, by Java's names and in order of preference, in place of the
         * default: all that Java enables for TLS 1.3, and for TLS 1.2 those of ECDHE with AES-GCM or ChaCha20-Poly1305.
         * A list without a suite of TLS 1.3 disables that version. An empty list restores the default.
         */
        public Builder cipherSuites(List<String> names) {
            cipherSuites = List.copyOf(names);
            return this;
        }

        /** Sets an existing context, in place of all files and stores. */
        public Builder context(SSLContext made) {
            context = made;
            return this;
        }

        /**
         * Reads the files.
         *
         * @throws PyroException naming a file and what is wrong with it: missing, without certificate or key, a wrong
         *         password, a key of another certificate, expired; or a cipher suite that Java does not know
         */
        public TlsConfig build() {
            return new TlsConfig(new Builder(this));
        }
    }
}
