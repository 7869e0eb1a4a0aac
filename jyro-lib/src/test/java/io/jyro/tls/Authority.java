package io.jyro.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** Signs certificates for tests, so that no key has to be kept anywhere. Safe for any thread. */
public final class Authority {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] RSA_SHA256 = hex("300d06092a864886f70d01010b0500");
    private static final byte[] TRUE = hex("0101ff");
    private static final byte[] CRITICAL = TRUE;
    private static final byte[] SUBJECT_KEY_ID = hex("0603551d0e");
    private static final byte[] KEY_USAGE = hex("0603551d0f");
    private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");
    private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
    private static final byte[] AUTHORITY_KEY_ID = hex("0603551d23");

    private final AtomicLong serial = new AtomicLong(System.nanoTime());
    private final Issued own;

    private Authority(String name) {
        KeyPair keys = keys("EC");
        own = new Issued(certificate(new X500Principal("CN=" + name), keys,
                new X500Principal("CN=" + name), keys, Duration.ofDays(1), true, new String[0]),
                keys.getPrivate());
    }

    /** A new one. */
    public static Authority named(String name) {
        return new Authority(name);
    }

    /** Its own certificate and key. */
    public Issued own() {
        return own;
    }

    /** A certificate for a day, for hosts: names and numeric addresses. */
    public Issued issue(String commonName, String... hosts) {
        return issue("EC", Duration.ofDays(1), commonName, hosts);
    }

    /** A certificate with a key of a kind that lasts so long from yesterday noon; negative is expired. */
    public Issued issue(String keyAlgorithm, Duration lasting, String commonName,
            String... hosts) {
        KeyPair keys = keys(keyAlgorithm);
        return new Issued(certificate(new X500Principal("CN=" + commonName), keys,
                own.certificate().getSubjectX500Principal(),
                new KeyPair(own.certificate().getPublicKey(), own.key()), lasting, false, hosts),
                keys.getPrivate());
    }

    /** A certificate that is signed by nobody but itself, as those in Pyro's own directory of certificates. */
    public static Issued selfSigned(String commonName, String... hosts) {
        Authority nobody = new Authority("nobody");
        KeyPair keys = keys("RSA");
        X500Principal name = new X500Principal("CN=" + commonName);
        return new Issued(
                nobody.certificate(name, keys, name, keys, Duration.ofDays(1), true, hosts),
                keys.getPrivate());
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate certificate(X500Principal subject, KeyPair keys, X500Principal issuer,
            KeyPair issuerKeys, Duration lasting, boolean authority, String... hosts) {
        boolean rsa = issuerKeys.getPrivate().getAlgorithm().equals("RSA");
        byte[] algorithm = rsa ? RSA_SHA256 : ECDSA_SHA256;
        Instant end = Instant.now().plus(lasting);
        Instant begin = (lasting.isNegative() ? end : Instant.now()).minus(Duration.ofDays(2));
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(SUBJECT_KEY_ID, false, der(0x04, keyId(keys.getPublic()))));
        extensions.add(extension(AUTHORITY_KEY_ID, false,
                der(0x30, der(0x80, keyId(issuerKeys.getPublic())))));
        if (authority) {
            extensions.add(extension(BASIC_CONSTRAINTS, true, der(0x30, TRUE)));
            extensions.add(extension(KEY_USAGE, true, hex("03020186"))); // signatures, certificates
        }
        if (hosts.length > 0) {
            byte[][] names = new byte[hosts.length][];
            for (int i = 0; i < hosts.length; i++) {
                names[i] = name(hosts[i]);
            }
            extensions.add(extension(ALTERNATIVE_NAMES, false, der(0x30, names)));
        }
        byte[] toSign = der(0x30, der(0xa0, hex("020102")),
                der(0x02, ByteBuffer.allocate(8).putLong(serial.incrementAndGet()).array()),
                algorithm, issuer.getEncoded(),
                der(0x30, time(begin), time(end)), subject.getEncoded(),
                keys.getPublic().getEncoded(),
                der(0xa3, der(0x30, extensions.toArray(byte[][]::new))));
        try {
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(toSign);
            byte[] signed = der(0x30, toSign, algorithm,
                    der(0x03, new byte[1], signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] name(String host) {
        try {
            return Character.isDigit(host.charAt(0)) || host.indexOf(':') >= 0
                    ? der(0x87, InetAddress.getByName(host).getAddress())
                    : der(0x82, host.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] extension(byte[] id, boolean critical, byte[] value) {
        return critical
                ? der(0x30, id, CRITICAL, der(0x04, value))
                : der(0x30, id, der(0x04, value));
    }

    private static byte[] keyId(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] time(Instant time) {
        return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
