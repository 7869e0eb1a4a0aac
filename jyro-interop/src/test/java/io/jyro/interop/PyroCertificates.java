package io.jyro.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.jyro.TlsConfig;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A directory laid out as Pyro's own with its test certificates: server_cert.pem, server_key.pem, client_cert.pem and
 * client_key.pem, each signed by itself and trusted by the other end for itself. Made by the JDK's keytool. The server's
 * key is encrypted.
 */
public final class PyroCertificates {
    /** Of the server's key. */
    public static final String PASSWORD = "s3cret f\u00fcr \u00e4lle";

    private static final String STORE_PASSWORD = "changeit";
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[]{'\n'});

    private final Path directory;

    /** Makes it, which takes a second or two. */
    public PyroCertificates(Path directory) {
        this.directory = directory;
        make("server", PASSWORD, "-ext", "san=dns:localhost,ip:127.0.0.1");
        make("client", "", "-ext", "san=dns:client.example");
        make("other", "", "-ext", "san=dns:elsewhere.example");
        make("old", "", "-ext", "san=dns:localhost", "-startdate", "-30d", "-validity", "10");
    }

    /** A file of that name in it. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** The certificate of one of server, client, other and old. */
    public String cert(String name) {
        return file(name + "_cert.pem").toString();
    }

    /** The key of one of these. */
    public String key(String name) {
        return file(name + "_key.pem").toString();
    }

    /** The variables of a Python that serves with a certificate. */
    public Map<String, String> server(String name) {
        return Map.of("PYRO_SSL", "1", "PYRO_SSL_SERVERCERT", cert(name), "PYRO_SSL_SERVERKEY",
                key(name), "PYRO_SSL_SERVERKEYPASSWD", name.equals("server") ? PASSWORD : "");
    }

    /** The variables of a Python that serves with the server's certificate and wants the client's. */
    public Map<String, String> strictServer() {
        Map<String, String> variables = new HashMap<>(server("server"));
        variables.put("PYRO_SSL_REQUIRECLIENTCERT", "1");
        variables.put("PYRO_SSL_CACERTS", cert("client"));
        return variables;
    }

    /** The variables of a Python that calls, trusting a certificate. */
    public Map<String, String> anonymous(String trusted) {
        return Map.of("PYRO_SSL", "1", "PYRO_SSL_CACERTS", cert(trusted));
    }

    /** The variables of a Python that calls with the client's certificate, trusting the server's. */
    public Map<String, String> client() {
        return Map.of("PYRO_SSL", "1", "PYRO_SSL_CACERTS", cert("server"), "PYRO_SSL_CLIENTCERT",
                cert("client"), "PYRO_SSL_CLIENTKEY", key("client"));
    }

    /** Jyro's server. */
    public TlsConfig.Builder jyroServer() {
        return TlsConfig.builder().certificate(file("server_cert.pem"), file("server_key.pem"))
                .keyPassword(PASSWORD);
    }

    /** Jyro's client, trusting a certificate. */
    public TlsConfig.Builder jyroClient(String trusted) {
        return TlsConfig.builder().trust(file(trusted + "_cert.pem"));
    }

    private void make(String name, String password, String... more) {
        Path store = file(name + ".p12");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", name, "-keyalg", "RSA", "-keysize", "2048",
                        "-dname", "CN=" + name, "-keystore", store.toString(), "-storepass",
                        STORE_PASSWORD));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + output);
            }
            KeyStore made = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
            Files.writeString(Path.of(cert(name)),
                    pem("CERTIFICATE", made.getCertificate(name).getEncoded()));
            Key key = made.getKey(name, STORE_PASSWORD.toCharArray());
            Files.writeString(Path.of(key(name)), password.isEmpty()
                    ? pem("PRIVATE KEY", key.getEncoded())
                    : pem("ENCRYPTED PRIVATE KEY", encrypted(key, password)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encrypted(Key key, String password)
            throws GeneralSecurityException, IOException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(CIPHER)
                .generateSecret(new PBEKeySpec(password.toCharArray())));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded()))
                .getEncoded();
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END "
                + label + "-----\n";
    }
}
