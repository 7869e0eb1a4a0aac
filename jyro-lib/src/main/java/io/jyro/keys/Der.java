package io.jyro.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The part of ASN.1's DER that is needed to convert a private key of an older form to PKCS#8. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0; // [0] of SEC 1's ECPrivateKey
    private static final byte[] NONE = {};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    /** Converts a PKCS#1 RSA key to PKCS#8. */
    static byte[] rsaToPkcs8(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTETS, pkcs1));
    }

    /** Converts a SEC 1 elliptic curve key to PKCS#8; the key must name its curve. */
    static byte[] ecToPkcs8(byte[] sec1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curveOf(sec1)),
                element(OCTETS, sec1));
    }

    private static byte[] curveOf(byte[] sec1) {
        try {
            ByteBuffer fields = ByteBuffer.wrap(content(ByteBuffer.wrap(sec1)));
            while (fields.hasRemaining()) {
                int tag = fields.get(fields.position()) & 0xff;
                byte[] content = content(fields);
                if (tag == CURVE) {
                    return content;
                }
            }
        } catch (RuntimeException e) { // malformed in whatever way: not a SEC 1 key
            return NONE;
        }
        return NONE;
    }

    private static byte[] content(ByteBuffer from) {
        from.get();
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | from.get() & 0xff;
            }
        }
        byte[] content = new byte[Math.min(length, from.remaining() + 1)];
        from.get(content);
        return content;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = ByteBuffer.allocate(4).putInt(length).array();
            int skipped = Integer.numberOfLeadingZeros(length) / 8;
            out.write(0x80 | 4 - skipped);
            out.write(digits, skipped, 4 - skipped);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
