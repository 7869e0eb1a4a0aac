package io.jyro;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The {@link TlsConfig} for daemons and the one for proxies that the SSL items of a configuration describe
 * (docs/protocol.md, 2.5), each created at first use. Thread-safe.
 */
final class TlsItems {
    private final PyroConfig items;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable TlsConfig daemon; // guarded by making
    private @Nullable TlsConfig proxy; // guarded by making

    private TlsItems(PyroConfig items) {
        this.items = items;
    }

    /**
     * Returns the items of a configuration, or the ones before if all values are equal, since reading files takes time.
     */
    static TlsItems of(PyroConfig config, @Nullable TlsItems before) {
        return before != null && before.isOf(config) ? before : new TlsItems(config);
    }

    private boolean isOf(PyroConfig config) {
        return config.ssl() == items.ssl()
                && config.sslServerCert().equals(items.sslServerCert())
                && config.sslServerKey().equals(items.sslServerKey())
                && config.sslServerKeyPasswd().equals(items.sslServerKeyPasswd())
                && config.sslRequireClientCert() == items.sslRequireClientCert()
                && config.sslClientCert().equals(items.sslClientCert())
                && config.sslClientKey().equals(items.sslClientKey())
                && config.sslClientKeyPasswd().equals(items.sslClientKeyPasswd())
                && config.sslCaCerts().equals(items.sslCaCerts())
                && config.sslCipherSuites().equals(items.sslCipherSuites());
    }

    @Nullable
    TlsConfig daemon() {
        if (!items.ssl()) {
            return null;
        }
        making.lock();
        try {
            if (daemon == null) {
                daemon = builder(items.sslServerCert(), items.sslServerKey(),
                        items.sslServerKeyPasswd())
                        .requireClientCertificate(items.sslRequireClientCert()).build();
            }
            return daemon;
        } finally {
            making.unlock();
        }
    }

    @Nullable
    TlsConfig proxy() {
        if (!items.ssl()) {
            return null;
        }
        making.lock();
        try {
            if (proxy == null) {
                proxy = builder(items.sslClientCert(), items.sslClientKey(),
                        items.sslClientKeyPasswd())
                        .build();
            }
            return proxy;
        } finally {
            making.unlock();
        }
    }

    private TlsConfig.Builder builder(String certificate, String key, String password) {
        TlsConfig.Builder builder = TlsConfig.builder().keyPassword(password);
        if (!certificate.isEmpty()) {
            builder.certificate(Path.of(certificate), Path.of(key.isEmpty() ? certificate : key));
        } else if (!key.isEmpty()) {
            throw new PyroException("SSL items name the private key " + key
                    + " but not its certificate; set SSL_SERVERCERT or SSL_CLIENTCERT, too");
        }
        if (!items.sslCaCerts().isEmpty()) {
            builder.trust(Path.of(items.sslCaCerts()));
        }
        if (!items.sslCipherSuites().isEmpty()) {
            builder.cipherSuites(Stream.of(items.sslCipherSuites().split(",")).map(String::strip)
                    .filter(name -> !name.isEmpty()).toList());
        }
        return builder;
    }
}
