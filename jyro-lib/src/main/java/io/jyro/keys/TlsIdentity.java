package io.jyro.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The identity that this end presents: private key and certificates in a key store, checked.
 * Immutable.
 */
public final class TlsIdentity {
    /**
     * The password of the in-memory key store for a PEM file's key; the store is never written to
     * disk.
     */
    private static final char[] IN_MEMORY = {};
    private static final byte[] PROOF = {'j', 'y', 'r', 'o'};

    private final KeyStore store;
    private final char[] password; // of the keys in the store

    private TlsIdentity(KeyStore store, char[] password) {
        this.store = store;
        this.password = password;
    }

    /**
     * Creates an identity from PEM files.
     *
     * @throws KeyFileException naming the file and what is wrong with it
     */
    public static TlsIdentity ofPem(Path certificates, Path key, @Nullable String password)
            throws KeyFileException {
        List<X509Certificate> chain = certificates(certificates);
        PrivateKey secret = new PrivateKeyFile(key, password).read();
        X509Certificate own = chain.getFirst();
        checkDates(certificates.toString(), own);
        if (!fits(secret, own)) {
            throw new KeyFileException("the private key in " + key + " does not belong to the first"
                    + " certificate in " + certificates + ", which is for "
                    + own.getSubjectX500Principal() + "; the key's own certificate must precede"
                    + " those of its issuers");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY);
            store.setKeyEntry("own", secret, IN_MEMORY, chain.toArray(Certificate[]::new));
            return new TlsIdentity(store, IN_MEMORY);
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyFileException("the certificate in " + certificates + " cannot be used: "
                    + e.getMessage(), e);
        }
    }

    /**
     * Creates an identity from a key store with at least one private key.
     *
     * @param name the name of the store in error messages
     * @throws KeyFileException naming the store and what is wrong with it
     */
    public static TlsIdentity ofKeyStore(String name, KeyStore store, char[] password)
            throws KeyFileException {
        try {
            boolean found = false;
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    store.getKey(alias, password); // throws if the password is wrong
                    found = true;
                    if (store.getCertificate(alias) instanceof X509Certificate own) {
                        checkDates(name, own);
                    }
                }
            }
            if (!found) {
                throw new KeyFileException(
                        name + " contains no private key; if it is a store of trusted"
                                + " certificates, use trustStore");
            }
            return new TlsIdentity(store, password);
        } catch (UnrecoverableKeyException e) {
            throw new KeyFileException("the password for the private key in " + name + " is wrong",
                    e);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(name + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a key store of any kind that Java knows.
     *
     * @throws KeyFileException naming the file and what is wrong with it
     */
    public static KeyStore load(Path file, char[] password) throws KeyFileException {
        if (!Files.isRegularFile(file)) {
            throw new KeyFileException(file + " does not exist or is not a file");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException e) {
            throw new KeyFileException(e.getCause() instanceof UnrecoverableKeyException
                    ? "the password for " + file + " is wrong"
                    : file + " cannot be read as a key store: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(
                    file + " is not a key store that Java can read (PKCS12 or JKS): "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Returns the certificates of a PEM or DER file, at least one.
     *
     * @throws KeyFileException naming the file and what is wrong with it
     */
    public static List<X509Certificate> certificates(Path file) throws KeyFileException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.read(file)) {
                if (block.isCertificate()) {
                    found.add((X509Certificate) factory
                            .generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new KeyFileException(
                    "a certificate in " + file + " is damaged: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            X509Certificate single = der(file);
            if (single == null) {
                throw new KeyFileException(file
                        + " contains no certificate: it has no block BEGIN CERTIFICATE");
            }
            found.add(single);
        }
        return found;
    }

    /** Returns a key manager that presents this identity to the peer. */
    KeyManager[] keyManagers() throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory
                .getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static @Nullable X509Certificate der(Path file) throws KeyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x30
                    ? (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)))
                    : null;
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file + " does not exist", e);
        } catch (IOException | CertificateException e) {
            return null; // neither PEM nor DER; the caller reports it
        }
    }

    private static void checkDates(String file, X509Certificate certificate)
            throws KeyFileException {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new KeyFileException("the certificate in " + file + " for "
                    + certificate.getSubjectX500Principal() + " expired on "
                    + certificate.getNotAfter().toInstant() + "; get a new one", e);
        } catch (CertificateNotYetValidException e) {
            throw new KeyFileException("the certificate in " + file + " for "
                    + certificate.getSubjectX500Principal() + " is not valid before "
                    + certificate.getNotBefore().toInstant() + "; is the clock right?", e);
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            case "RSASSA-PSS" -> ""; // needs parameters that only the certificate knows
            default -> "EdDSA";
        };
        if (algorithm.isEmpty()) {
            return certificate.getPublicKey().getAlgorithm().startsWith("RSA");
        }
        try {
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(key);
            sign.update(PROOF);
            byte[] proof = sign.sign();
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(certificate.getPublicKey());
            verify.update(PROOF);
            return verify.verify(proof);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }
}
