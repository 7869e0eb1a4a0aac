package io.jyro.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Reads PEM files: blocks of base64 between lines of dashes. Text around the blocks is ignored. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final long LARGEST_FILE = 16 << 20; // the CA certificates of a whole system take about 200 KB

    private Pem() {}

    /** One block of a PEM file: its label, its headers (name and value before the base64), and the decoded bytes. */
    public static final class Block {
        private final String label;
        private final Map<String, String> headers;
        private final byte[] bytes;

        private Block(String label, Map<String, String> headers, byte[] bytes) {
            this.label = label;
            this.headers = headers;
            this.bytes = bytes;
        }

        /** Returns the label, such as {@code CERTIFICATE}. */
        String label() {
            return label;
        }

        /** Returns the headers, which only encrypted keys of the older form have. */
        Map<String, String> headers() {
            return headers;
        }

        /** Returns the decoded bytes, not copied. */
        byte[] bytes() {
            return bytes;
        }

        /** Returns whether the block contains a certificate. */
        public boolean isCertificate() {
            return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE")
                    || label.equals("TRUSTED CERTIFICATE");
        }

        boolean isKey() {
            return label.endsWith("PRIVATE KEY");
        }
    }

    /**
     * Returns the blocks of a file in order; empty if it is not a PEM file.
     *
     * @throws KeyFileException naming the file if it cannot be read, or a block is damaged
     */
    public static List<Block> read(Path file) throws KeyFileException {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder base64 = new StringBuilder();
        for (String line : text(file).lines().map(String::strip).toList()) {
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                headers = new LinkedHashMap<>();
                base64.setLength(0);
            } else if (label != null && line.startsWith(END)) {
                blocks.add(new Block(label, headers, decoded(file, label, base64.toString())));
                label = null;
            } else if (label != null) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
                } else {
                    base64.append(line);
                }
            }
        }
        if (label != null) {
            throw damaged(file, label, null);
        }
        return blocks;
    }

    private static byte[] decoded(Path file, String label, String base64)
            throws KeyFileException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw damaged(file, label, e);
        }
    }

    private static String text(Path file) throws KeyFileException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new KeyFileException(file + " is too large for a PEM file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file + " does not exist (looked for from "
                    + Path.of("").toAbsolutePath() + ")", e);
        } catch (IOException e) {
            throw new KeyFileException(file + " cannot be read: " + e, e);
        }
    }

    private static KeyFileException damaged(Path file, String label, @Nullable Throwable cause) {
        return new KeyFileException(
                file + " is damaged: its " + label + " block is cut off or not base64",
                cause);
    }
}
