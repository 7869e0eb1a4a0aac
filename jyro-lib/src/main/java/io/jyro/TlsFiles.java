package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.jyro.keys.KeyFileException;
import io.jyro.keys.Pem;
import io.jyro.keys.TlsIdentity;
import io.jyro.keys.TlsMaterial;
import org.jspecify.annotations.Nullable;

/** Locations of the certificates and keys of a {@link TlsConfig}. Immutable; its text contains no secrets. */
final class TlsFiles {
    private final TlsConfig.Builder given;

    /** Takes a builder that is not changed any more. */
    TlsFiles(TlsConfig.Builder given) {
        this.given = given;
    }

    /**
     * Reads all files.
     *
     * @throws PyroException naming a file and what is wrong with it
     */
    TlsMaterial read() {
        try {
            return material();
        } catch (KeyFileException e) {
            throw new PyroException(e.getMessage(), e.getCause());
        }
    }

    private TlsMaterial material() throws KeyFileException {
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path place : given.trusted) {
            trusted.addAll(Files.isDirectory(place)
                    ? certificatesIn(place)
                    : TlsIdentity.certificates(place));
        }
        if (given.trustStoreFile != null) {
            trusted.addAll(certificates(given.trustStoreFile.toString(),
                    TlsIdentity.load(given.trustStoreFile, given.trustStorePassword)));
        }
        if (given.trustStore != null) {
            trusted.addAll(certificates("the trust store", given.trustStore));
        }
        return new TlsMaterial(identity(), trusted, given.trustsDefaults);
    }

    private @Nullable TlsIdentity identity() throws KeyFileException {
        if (given.certificate != null) {
            return TlsIdentity.ofPem(given.certificate,
                    given.key == null ? given.certificate : given.key, given.keyPassword);
        }
        if (given.keyStoreFile != null) {
            return TlsIdentity.ofKeyStore(given.keyStoreFile.toString(),
                    TlsIdentity.load(given.keyStoreFile, given.keyStorePassword),
                    given.keyStorePassword);
        }
        return given.keyStore == null
                ? null
                : TlsIdentity.ofKeyStore("the key store", given.keyStore, given.keyStorePassword);
    }

    /** Returns name, time and size of each file, so that a change of any file changes the result. */
    List<String> stamp() {
        List<String> stamp = new ArrayList<>();
        for (Path place : paths()) {
            try {
                if (Files.isDirectory(place)) {
                    for (Path file : filesIn(place)) {
                        stamp.add(stamp(file));
                    }
                } else {
                    stamp.add(stamp(place));
                }
            } catch (IOException e) {
                stamp.add(place + " " + e.getClass().getName());
            }
        }
        return stamp;
    }

    /** Returns the files and directories, for messages. */
    List<Path> paths() {
        List<Path> paths = new ArrayList<>(given.trusted);
        Stream.of(given.certificate, given.key, given.keyStoreFile, given.trustStoreFile)
                .filter(path -> path != null).forEach(paths::add);
        return paths;
    }

    private static String stamp(Path file) throws IOException {
        return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
    }

    // OpenSSL finds them by names that are hashes of subjects; here all files of the directory are read.
    private static List<X509Certificate> certificatesIn(Path directory)
            throws KeyFileException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Path file : filesIn(directory)) {
                if (Pem.read(file).stream().anyMatch(Pem.Block::isCertificate)) {
                    found.addAll(TlsIdentity.certificates(file));
                }
            }
        } catch (IOException e) {
            throw new PyroException("the directory " + directory + " cannot be read: " + e, e);
        }
        if (found.isEmpty()) {
            throw new PyroException("no file in the directory " + directory + " contains a"
                    + " certificate (PEM)");
        }
        return found;
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<X509Certificate> certificates(String name, KeyStore store) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate trusted) {
                    found.add(trusted);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new PyroException(name + " cannot be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new PyroException(name + " contains no certificate");
        }
        return found;
    }
}
