package io.jyro.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jyro.TlsConfig;

/** A directory with the files that Pyro's own directory of certificates has, signed by one authority in {@code ca.pem}. */
public final class Certificates {
    private final Path directory;
    private final Authority authority = Authority.named("test authority");

    /** Makes server and client certificates, the server's for localhost. */
    public Certificates(Path directory) {
        this.directory = directory;
        try {
            Files.writeString(file("ca.pem"), authority.own().certificatePem());
            authority.issue("server", "localhost", "127.0.0.1", "::1").write(directory, "server");
            authority.issue("client").write(directory, "client");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who signed them. */
    public Authority authority() {
        return authority;
    }

    /** A file in the directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Shows the server's certificate. */
    public TlsConfig.Builder server() {
        return TlsConfig.builder().certificate(file("server_cert.pem"), file("server_key.pem"));
    }

    /** Shows the server's certificate and demands one of clients. */
    public TlsConfig.Builder strictServer() {
        return server().trust(file("ca.pem")).requireClientCertificate(true);
    }

    /** Trusts the authority, and shows no certificate. */
    public TlsConfig.Builder anonymous() {
        return TlsConfig.builder().trust(file("ca.pem"));
    }

    /** Trusts the authority and shows the client's certificate. */
    public TlsConfig.Builder client() {
        return anonymous().certificate(file("client_cert.pem"), file("client_key.pem"));
    }
}
