package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * A payload that would do harm, as a call of {@code target}.
 *
 * @param name what it is
 * @param bytes makes it; large ones are not kept
 * @param isRefused whether an error has to come back; if not, it may be a value that is just unusual
 */
public record Hostile(String name, Supplier<byte[]> bytes, boolean isRefused) {
    /** So many keys with one hash code. */
    private static final int COLLIDING = 1 << 16;

    /** One that must be refused. */
    public static Hostile refused(String name, Supplier<byte[]> bytes) {
        return new Hostile(name, bytes, true);
    }

    /** One that must be answered, but may be a value. */
    public static Hostile answered(String name, Supplier<byte[]> bytes) {
        return new Hostile(name, bytes, false);
    }

    /** Bytes in front, one piece again and again until there is no more room, bytes behind. */
    public static byte[] filled(byte[] head, byte[] piece, byte[] tail) {
        int room = SmallDaemon.MAX_MESSAGE - 1_000 - head.length - tail.length;
        return repeated(head, piece, room / piece.length, tail);
    }

    /** Bytes in front, one piece so many times, bytes behind. */
    public static byte[] repeated(byte[] head, byte[] piece, int times, byte[] tail) {
        int behind = head.length + piece.length * times;
        byte[] all = Arrays.copyOf(head, behind + tail.length);
        System.arraycopy(piece, 0, all, head.length, times == 0 ? 0 : piece.length);
        for (int done = piece.length; done < behind - head.length; done *= 2) {
            System.arraycopy(all, head.length, all, head.length + done,
                    Math.min(done, behind - head.length - done));
        }
        System.arraycopy(tail, 0, all, behind, tail.length);
        return all;
    }

    /** Bytes in front, many texts with the same hash code, each between two others, bytes behind. */
    public static byte[] colliding(byte[] head, String before, String after, byte[] tail) {
        return colliding(head, before, "Aa", after, tail);
    }

    /** The same with bytes for texts, of which the JDK counts the last one first. */
    public static byte[] collidingBytes(byte[] head, String before, String after, byte[] tail) {
        return colliding(head, before, "aA", after, tail);
    }

    private static byte[] colliding(byte[] head, String before, String sameAsBB, String after,
            byte[] tail) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        for (int i = 0; i < COLLIDING; i++) {
            StringBuilder key = new StringBuilder(before);
            for (int bit = 0; bit < 16; bit++) {
                key.append((i >>> bit & 1) == 0 ? sameAsBB : "BB");
            }
            all.writeBytes(latin1(key.append(after).toString()));
        }
        all.writeBytes(tail);
        return all.toByteArray();
    }

    /** Characters as the bytes that they number. */
    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes written in hexadecimal. */
    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Several arrays one after the other. */
    public static byte[] joined(byte[]... pieces) {
        byte[] all = new byte[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
