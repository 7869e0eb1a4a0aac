package io.jyro.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.TlsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What files a {@link TlsConfig} can be made of, and what it says of those that it cannot. */
class TlsConfigTest {
    private static final String PASSWORD = "p\u00e4ssword";

    private final Certificates certificates;
    private final Path directory;

    TlsConfigTest(@TempDir Path directory) {
        this.directory = directory;
        certificates = new Certificates(directory);
    }

    @Test
    void certificateAndKeyMayStandInOneFile() throws IOException {
        Path both = Files.writeString(certificates.file("both.pem"),
                Files.readString(certificates.file("server_key.pem"))
                        + "some words in between\n"
                        + Files.readString(certificates.file("server_cert.pem")));

        TlsConfig.builder().certificate(both).build().requireCertificate();
    }

    @Test
    void anEncryptedKeyIsReadWithItsPassword() throws IOException {
        certificates.authority().issue("server", "localhost").write(directory, "server", PASSWORD);

        certificates.server().keyPassword(PASSWORD).build().requireCertificate();
    }

    @Test
    void aWrongPasswordIsAnErrorThatNamesTheFile() throws IOException {
        certificates.authority().issue("server", "localhost").write(directory, "server", PASSWORD);

        refused(certificates.server().keyPassword("another"),
                "the password for the private key in ",
                "server_key.pem is wrong");
    }

    @Test
    void aMissingPasswordIsAnErrorThatSaysWhereToGiveIt() throws IOException {
        certificates.authority().issue("server", "localhost").write(directory, "server", PASSWORD);

        refused(certificates.server(), "server_key.pem is encrypted", "SSL_SERVERKEYPASSWD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void keysOfTheOlderFormsAreRead(String algorithm) throws IOException {
        Issued issued = issue(algorithm);
        Files.writeString(certificates.file("server_key.pem"),
                Issued.pem(algorithm + " PRIVATE KEY", olderForm(issued)));

        certificates.server().build().requireCertificate();
    }

    // Keys of elliptic curves carry their curve inside only where OpenSSL writes them; RSA is enough here.
    @ParameterizedTest
    @CsvSource({"AES-128-CBC, 16, AES", "AES-192-CBC, 24, AES", "AES-256-CBC, 32, AES",
            "DES-EDE3-CBC, 24, DESede"})
    void keysThatOpensslEncryptedInItsOlderWayAreRead(String name, int keyBytes, String cipher)
            throws Exception {
        byte[] iv = Arrays.copyOf(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"),
                cipher.equals("AES") ? 16 : 8);
        String pem = Issued.pem("RSA PRIVATE KEY",
                encrypted(olderForm(issue("RSA")), iv, keyBytes, cipher));
        Files.writeString(certificates.file("server_key.pem"),
                pem.replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + name + ","
                        + HexFormat.of().formatHex(iv).toUpperCase(Locale.ROOT)
                        + "\n\n"));

        certificates.server().keyPassword(PASSWORD).build().requireCertificate();
        refused(certificates.server().keyPassword("another"), "server_key.pem");
    }

    @Test
    void anEncryptionThatIsUnknownSaysHowToConvertTheKey() throws IOException {
        Files.writeString(certificates.file("server_key.pem"),
                """
                        -----BEGIN RSA PRIVATE KEY-----
                        Proc-Type: 4,ENCRYPTED
                        DEK-Info: CAMELLIA-128-CBC,00

                        AAAA
                        -----END RSA PRIVATE KEY-----
                        """);

        refused(certificates.server().keyPassword("x"), "CAMELLIA-128-CBC",
                "openssl pkcs8 -topk8");
    }

    @Test
    void aMissingFileIsNamed() {
        refused(TlsConfig.builder().certificate(certificates.file("none.pem")),
                "none.pem does not exist");
        refused(TlsConfig.builder().trust(certificates.file("none.pem")),
                "none.pem does not exist");
        refused(TlsConfig.builder().keyStore(certificates.file("none.p12"), "x"),
                "none.p12 does not exist");
    }

    @Test
    void aFileWithoutCertificateOrKeyIsNamed() {
        refused(TlsConfig.builder().certificate(certificates.file("server_key.pem")),
                "server_key.pem contains no certificate");
        refused(TlsConfig.builder().certificate(certificates.file("server_cert.pem")),
                "server_cert.pem contains no private key");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        refused(TlsConfig.builder().certificate(certificates.file("server_cert.pem"),
                certificates.file("client_key.pem")), "client_key.pem does not belong to",
                "server_cert.pem", "CN=server");
    }

    @Test
    void anExpiredCertificateOfOnesOwnIsRefused() throws IOException {
        certificates.authority().issue("EC", Duration.ofDays(-1), "old").write(directory, "server");

        refused(certificates.server(), "server_cert.pem", "expired on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN CERTIFICATE-----\nAAAA\n",
            "-----BEGIN CERTIFICATE-----\n?!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aDamagedFileIsNamed(String text) throws IOException {
        Files.writeString(certificates.file("server_cert.pem"), text);

        refused(certificates.server(), "server_cert.pem", "damaged");
    }

    @Test
    void allFilesOfADirectoryAreTrusted() throws IOException {
        Path authorities = Files.createDirectory(certificates.file("authorities"));
        Files.writeString(authorities.resolve("5ed36f99.0"),
                Authority.named("one").own().certificatePem());
        Files.writeString(authorities.resolve("README"), "no certificate");

        assertThatCode(() -> TlsConfig.builder().trust(authorities)
                .requireClientCertificate(true).build()).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryWithoutCertificatesIsRefused() throws IOException {
        Path empty = Files.createDirectory(certificates.file("authorities"));

        refused(TlsConfig.builder().trust(empty), "no file in the directory", "authorities");
    }

    @Test
    void keyStoresServeAsWell() throws Exception {
        KeyStore store = certificates.authority().issue("server", "localhost").keyStore(PASSWORD);
        Path file = certificates.file("store.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }

        TlsConfig.builder().keyStore(store, PASSWORD).build().requireCertificate();
        TlsConfig.builder().keyStore(file, PASSWORD).build().requireCertificate();
        refused(TlsConfig.builder().keyStore(file, "another"), "store.p12", "wrong");
        refused(TlsConfig.builder().keyStore(certificates.file("ca.pem"), "x"), "ca.pem");
        KeyStore trustOnly = KeyStore.getInstance("PKCS12");
        trustOnly.load(null, null);
        refused(TlsConfig.builder().keyStore(trustOnly, "x"), "no private key", "trustStore");
    }

    @Test
    void demandingCertificatesWithoutTrustingAnybodyIsRefused() {
        refused(certificates.server().requireClientCertificate(true), "no authority");
    }

    @Test
    void aKeyWithoutCertificateAmongTheItemsIsRefused() {
        PyroConfig config = PyroConfig.builder().ssl(true).sslServerKey("key.pem").build();

        assertThatThrownBy(config::daemonTls).isInstanceOf(PyroException.class)
                .hasMessageContaining("SSL_SERVERCERT");
    }

    @Test
    void withoutSslTheItemsAreNotEvenLookedAt() {
        PyroConfig config = PyroConfig.builder().sslServerCert("none.pem").build();

        assertThat(config.daemonTls()).isNull();
        assertThat(config.proxyTls()).isNull();
    }

    @Test
    void theVariablesOfTheEnvironmentAreItems() {
        PyroConfig config = PyroConfig.fromEnvironment(Map.of("PYRO_SSL", "1",
                "PYRO_SSL_CACERTS", certificates.file("ca.pem").toString()));

        assertThat(config.proxyTls()).hasToString(
                "TlsConfig[" + certificates.file("ca.pem") + "]");
        assertThat(config.toBuilder().host("other").build().proxyTls())
                .isSameAs(config.proxyTls());
    }

    @Test
    void passwordsAreNotShown() throws IOException {
        certificates.authority().issue("server", "localhost").write(directory, "server", PASSWORD);
        TlsConfig tls = certificates.server().keyPassword(PASSWORD).build();

        assertThat(tls.toString()).contains("server_cert.pem").doesNotContain(PASSWORD);
        assertThat(PyroConfig.builder().sslServerKeyPasswd(PASSWORD).tls(tls).build().toString())
                .doesNotContain(PASSWORD);
    }

    @Test
    void replacedFilesAreNoticed() throws Exception {
        TlsConfig tls = certificates.anonymous().build();
        Path ca = certificates.file("ca.pem");
        Files.writeString(ca, Authority.named("a quite different name").own().certificatePem());
        Files.setLastModifiedTime(ca, FileTime.from(Instant.now().plusSeconds(5)));
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();

        String[] trusted = new String[1];
        while (!"CN=a quite different name".equals(trusted[0]) && System.nanoTime() < end) {
            tls.proxyEngine("localhost", 1, trust -> {
                trusted[0] = Arrays.stream(trust.getAcceptedIssuers())
                        .map(certificate -> certificate.getSubjectX500Principal().getName())
                        .filter(name -> name.contains("different")).findFirst().orElse("");
                return trust;
            });
            Thread.onSpinWait();
        }

        assertThat(trusted[0]).isEqualTo("CN=a quite different name");
    }

    private Issued issue(String algorithm) throws IOException {
        Issued issued = certificates.authority().issue(algorithm, Duration.ofDays(1), "server",
                "localhost");
        issued.write(directory, "server");
        return issued;
    }

    // PKCS#8 is the older form with the kind of key in front; for a curve, its name is put where it belongs.
    private static byte[] olderForm(Issued issued) {
        byte[] pkcs8 = issued.key().getEncoded();
        if (issued.key().getAlgorithm().equals("RSA")) {
            return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        }
        byte[] scalar = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
        byte[] curve = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
        return ByteBuffer.allocate(5 + 2 + 32 + curve.length)
                .put(HexFormat.of().parseHex("3031" + "020101" + "0420")).put(scalar).put(curve)
                .array();
    }

    private static byte[] encrypted(byte[] bytes, byte[] iv, int keyBytes, String cipherName)
            throws GeneralSecurityException {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        byte[] last = {};
        while (key.size() < keyBytes) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(last);
            md5.update(PASSWORD.getBytes(StandardCharsets.UTF_8));
            md5.update(iv, 0, 8);
            last = md5.digest();
            key.writeBytes(last);
        }
        Cipher cipher = Cipher.getInstance(cipherName + "/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Arrays.copyOf(key.toByteArray(), keyBytes), cipherName),
                new IvParameterSpec(iv));
        return cipher.doFinal(bytes);
    }

    private static void refused(TlsConfig.Builder builder, String... words) {
        assertThatThrownBy(builder::build).isInstanceOf(PyroException.class).message()
                .contains(words);
    }
}
