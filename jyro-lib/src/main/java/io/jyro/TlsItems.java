package io.jyro;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the SSL items of a configuration come to (docs/protocol.md, 2.5): one {@link TlsConfig} for daemons, one for proxies,
 * each made when it is first asked for. Any thread.
 */
final class TlsItems {
    private final Values values;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable TlsConfig daemon; // guarded by making
    private @Nullable TlsConfig proxy; // guarded by making

    private record Values(boolean ssl, String serverCert, String serverKey,
            String serverKeyPassword,
            boolean requireClientCert, String clientCert, String clientKey,
            String clientKeyPassword, String caCerts, String cipherSuites) {
        static Values of(PyroConfig config) {
            return new Values(config.ssl(), config.sslServerCert(), config.sslServerKey(),
                    config.sslServerKeyPasswd(), config.sslRequireClientCert(),
                    config.sslClientCert(), config.sslClientKey(), config.sslClientKeyPasswd(),
                    config.sslCaCerts(), config.sslCipherSuites());
        }

        @Override
        public String toString() { // passwords are among them
            return "SSL items";
        }
    }

    private TlsItems(Values values) {
        this.values = values;
    }

    /** Those of a configuration; what has the same values is shared, for reading files takes time. */
    static TlsItems of(PyroConfig config, @Nullable TlsItems before) {
        Values values = Values.of(config);
        return before != null && before.values.equals(values) ? before : new TlsItems(values);
    }

    @Nullable
    TlsConfig daemon() {
        if (!values.ssl) {
            return null;
        }
        making.lock();
        try {
            if (daemon == null) {
                daemon = builder(values.serverCert, values.serverKey, values.serverKeyPassword)
                        .requireClientCertificate(values.requireClientCert).build();
            }
            return daemon;
        } finally {
            making.unlock();
        }
    }

    @Nullable
    TlsConfig proxy() {
        if (!values.ssl) {
            return null;
        }
        making.lock();
        try {
            if (proxy == null) {
                proxy = builder(values.clientCert, values.clientKey, values.clientKeyPassword)
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
        if (!values.caCerts.isEmpty()) {
            builder.trust(Path.of(values.caCerts));
        }
        if (!values.cipherSuites.isEmpty()) {
            builder.cipherSuites(Stream.of(values.cipherSuites.split(",")).map(String::strip)
                    .filter(name -> !name.isEmpty()).toList());
        }
        return builder;
    }
}
