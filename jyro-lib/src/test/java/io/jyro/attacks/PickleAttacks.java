package io.jyro.attacks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.jyro.Serializer;

/** Attacks in pickles, which are programs for a small machine and have a memo of values to be pushed again. */
final class PickleAttacks {
    private PickleAttacks() {}

    static List<Attack> all() {
        return List.of(
                attack("empty lists", "(" + "]".repeat(300_000) + "l."),
                attack("empty lists with numbers", "(" + "]\u0094".repeat(150_000) + "l."),
                attack("empty dicts", "(" + "}".repeat(300_000) + "l."),
                attack("empty sets", "(" + "\u008f".repeat(300_000) + "l."),
                attack("frozensets of one", "(" + "(N\u0091".repeat(100_000) + "l."),
                attack("empty tuples", "(" + ")".repeat(300_000) + "l."),
                attack("tuples of one", "(" + "N\u0085".repeat(150_000) + "l."),
                attack("nothing", "(" + "N".repeat(300_000) + "l."),
                attack("repeated lists", laughs()),
                attack("a repeated text", "(V" + "x".repeat(60_000) + "\nq\u0000"
                        + "h\u0000".repeat(5_000) + "l."),
                attack("a repeated long integer",
                        "(\u008b" + int32(1_800) + "\u007f".repeat(1_800)
                                + "q\u0000" + "h\u0000".repeat(5_000) + "l."),
                attack("a long integer", "\u008b" + int32(1_000_000)
                        + "\u007f".repeat(1_000_000) + "."),
                attack("fractions of two long integers", fractions()),
                attack("decimals of a long text", "(V" + "7".repeat(4_000) + "\nq\u0000"
                        + "cdecimal\nDecimal\n(h\u0000tR".repeat(5_000) + "l."),
                attack("a decimal that is repeated", "(cdecimal\nDecimal\n(V1." + "7".repeat(4_000)
                        + "\ntRq\u0000" + "h\u0000".repeat(20_000) + "l."),
                attack("keys of one hash without order", "(" + keys(12_000) + "d."),
                attack("members put one by one", "\u008f" + added(6_000) + "."),
                attack("keys of a dict that is constructed",
                        "cbuiltins\ndict\n((" + pairs(6_000) + "ltR."),
                attack("an instance that is given attributes one by one",
                        "cgarden\nThing\n)\u0081" + attributes(20_000) + "."),
                attack("instances", "(" + "cgarden\nThing\n)\u0081}S'a'\nNsb".repeat(20_000)
                        + "l."),
                attack("an exception that is repeated",
                        "((cbuiltins\nValueError\n)Rq\u0000" + "h\u0000".repeat(200) + "lq\u0001"
                                + "h\u0001".repeat(85) + "l."),
                attack("exceptions", "(" + "cbuiltins\nValueError\n)R".repeat(20_000) + "l."),
                attack("nested instances",
                        "cgarden\nThing\n)\u0081}S'a'\n".repeat(60) + "N" + "sb".repeat(60) + "."));
    }

    private static String int32(int value) {
        return "" + (char) (value & 0xff) + (char) (value >> 8 & 0xff) + (char) (value >> 16 & 0xff)
                + (char) (value >>> 24);
    }

    private static String laughs() {
        StringBuilder laughs = new StringBuilder("]p0\n0");
        for (int i = 0; i < 60; i++) {
            laughs.append(String.format(Locale.ROOT, "](g%1$d\ng%1$d\nep%2$d\n0", i, i + 1));
        }
        return laughs + "g60\n.";
    }

    private static String fractions() {
        String one = "\u008b" + int32(1_700) + "\u007f".repeat(1_700) + "q\u0000";
        String other = "\u008b" + int32(1_700) + "~".repeat(1_700) + "q\u0001";
        return "(" + one + other + "cfractions\nFraction\n(h\u0000h\u0001tR".repeat(2_000) + "l.";
    }

    private static String pair(int i) {
        return "(I" + i + "\nI-" + i + "\n\u0091";
    }

    private static String keys(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            keys.append(pair(i)).append("\u0085N");
        }
        return keys.toString();
    }

    private static String added(int count) {
        StringBuilder added = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            added.append('(').append(pair(i)).append('\u0090');
        }
        return added.toString();
    }

    private static String pairs(int count) {
        StringBuilder pairs = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            pairs.append(pair(i)).append("N\u0086");
        }
        return pairs.toString();
    }

    private static String attributes(int count) {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < count; i++) {
            states.append("}S'a").append(i).append("'\nNsb");
        }
        return states.toString();
    }

    private static Attack attack(String name, String pickle) {
        return new Attack(name, Serializer.PICKLE, pickle.getBytes(StandardCharsets.ISO_8859_1));
    }
}
