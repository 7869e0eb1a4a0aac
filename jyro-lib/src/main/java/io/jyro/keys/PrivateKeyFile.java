package io.jyro.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * A private key in a PEM file: PKCS#8, PKCS#1 (RSA) or SEC 1 (elliptic curves), plain or encrypted in PKCS#8's or in
 * OpenSSL's older way.
 *
 * @param password decrypts the key; null or empty if there is none
 */
record PrivateKeyFile(Path file, @Nullable String password) {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS",
            "DSA");
    private static final int BLOCK_OF_AES = 16;

    /**
     * Reads the first key of the file.
     *
     * @throws KeyFileException naming the file and what is wrong with it
     */
    PrivateKey read() throws KeyFileException {
        Pem.Block block = Pem.read(file).stream().filter(Pem.Block::isKey).findFirst()
                .orElseThrow(() -> new KeyFileException(file
                        + " contains no private key: it has no block BEGIN PRIVATE KEY, BEGIN"
                        + " RSA PRIVATE KEY, BEGIN EC PRIVATE KEY or BEGIN ENCRYPTED"
                        + " PRIVATE KEY; name the file that contains the key"));
        return switch (block.label()) {
            case "ENCRYPTED PRIVATE KEY" -> fromPkcs8(decryptedPkcs8(block.bytes()));
            case "RSA PRIVATE KEY" -> fromPkcs8(Der.rsaToPkcs8(plain(block)));
            case "EC PRIVATE KEY" -> fromPkcs8(Der.ecToPkcs8(plain(block)));
            default -> fromPkcs8(plain(block));
        };
    }

    private PrivateKey fromPkcs8(byte[] pkcs8) throws KeyFileException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                last = last == null ? e : last; // not a key of this algorithm; try the next
            } catch (GeneralSecurityException e) {
                throw notUnderstood(e);
            }
        }
        throw notUnderstood(last);
    }

    private byte[] decryptedPkcs8(byte[] encrypted) throws KeyFileException {
        char[] secret = demandedPassword().toCharArray();
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            // The name PBES2 does not name the cipher; its parameters print as the name that does.
            String algorithm = info.getAlgName().equals("PBES2")
                    || info.getAlgName().equals("1.2.840.113549.1.5.13")
                            ? String.valueOf(info.getAlgParameters())
                            : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(new PBEKeySpec(secret)), info.getAlgParameters());
            return decrypted(() -> info.getKeySpec(cipher).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw unknownEncryption(e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private byte[] plain(Pem.Block block) throws KeyFileException {
        String how = block.headers().get("DEK-Info");
        if (how == null) {
            return block.bytes();
        }
        byte[] secret = demandedPassword().getBytes(StandardCharsets.UTF_8);
        try {
            String[] parts = how.split(",", 2);
            byte[] iv = HexFormat.of().parseHex(parts[1].strip());
            String name = parts[0].strip().toUpperCase(Locale.ROOT);
            int keyBytes = switch (name) {
                case "AES-128-CBC" -> 16;
                case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
                case "AES-256-CBC" -> 32;
                default -> throw new GeneralSecurityException("unsupported encryption " + name);
            };
            boolean aes = iv.length == BLOCK_OF_AES;
            Cipher cipher = Cipher
                    .getInstance(aes ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derivedKey(secret, iv, keyBytes), aes ? "AES" : "DESede"),
                    new IvParameterSpec(iv));
            return decrypted(() -> cipher.doFinal(block.bytes()));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unknownEncryption(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    // OpenSSL's key derivation before PKCS#8: MD5 over the previous digest, password and salt.
    @SuppressWarnings("InsecureCryptoUsage")
    private static byte[] derivedKey(byte[] secret, byte[] iv, int length)
            throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[length];
        byte[] last = {};
        for (int have = 0; have < length; have += last.length) {
            md5.update(last);
            md5.update(secret);
            md5.update(iv, 0, 8);
            last = md5.digest();
            System.arraycopy(last, 0, key, have, Math.min(last.length, length - have));
        }
        return key;
    }

    private interface Decryption {
        byte[] run() throws GeneralSecurityException;
    }

    private byte[] decrypted(Decryption decryption) throws KeyFileException {
        try {
            return decryption.run();
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("the password for the private key in " + file + " is wrong",
                    e);
        }
    }

    private String demandedPassword() throws KeyFileException {
        if (password == null || password.isEmpty()) {
            throw new KeyFileException("the private key in " + file
                    + " is encrypted and no password was"
                    + " given; set SSL_SERVERKEYPASSWD, SSL_CLIENTKEYPASSWD, or keyPassword of the"
                    + " TlsConfig");
        }
        return password;
    }

    private KeyFileException unknownEncryption(Exception e) {
        return new KeyFileException(
                "the private key in " + file + " is encrypted in a way that Java cannot"
                        + " read (" + e.getMessage()
                        + "); convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in "
                        + file + " -out converted.pem",
                e);
    }

    // A wrong password may go unnoticed until here: one in 256 yields bytes with valid padding.
    private KeyFileException notUnderstood(@Nullable Exception e) {
        return new KeyFileException("the private key in " + file + " cannot be read"
                + (password == null || password.isEmpty() ? "" : "; its password may be wrong")
                + "; if the key is intact, convert it: openssl pkcs8 -topk8 -nocrypt -in " + file
                + " -out converted.pem", e);
    }
}
