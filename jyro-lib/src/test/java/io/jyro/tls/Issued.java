package io.jyro.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A certificate with its key, and how they are written to files. */
public record Issued(X509Certificate certificate, PrivateKey key) {
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[]{'\n'});

    /** The certificate as PEM. */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The key as PEM, PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The key as PEM, PKCS#8, encrypted. */
    public String keyPem(String password) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(CIPHER)
                    .generateSecret(new PBEKeySpec(password.toCharArray())));
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            return pem("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(parameters,
                    cipher.doFinal(key.getEncoded())).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Both in a PKCS12 store. */
    public KeyStore keyStore(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password.toCharArray(), new Certificate[]{certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes {@code NAME_cert.pem} and {@code NAME_key.pem}, as Pyro names them. */
    public void write(Path directory, String name) throws IOException {
        Files.writeString(directory.resolve(name + "_cert.pem"), certificatePem());
        Files.writeString(directory.resolve(name + "_key.pem"), keyPem());
    }

    /** Writes them with an encrypted key. */
    public void write(Path directory, String name, String password) throws IOException {
        Files.writeString(directory.resolve(name + "_cert.pem"), certificatePem());
        Files.writeString(directory.resolve(name + "_key.pem"), keyPem(password));
    }

    /** A block of a PEM file. */
    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END "
                + label + "-----\n";
    }
}
