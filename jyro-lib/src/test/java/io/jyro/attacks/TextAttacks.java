package io.jyro.attacks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import io.jyro.Serializer;

/** Attacks in serpent, json and msgpack, which have neither references nor frozensets. */
final class TextAttacks {
    private static final String EXCEPTION = "{'__class__':'ValueError','__exception__':True,"
            + "'attributes':{},'args':(";

    private TextAttacks() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.add(serpent("empty dicts", list("[", 200_000, i -> "{}")));
        all.add(serpent("empty lists", list("[", 200_000, i -> "[]")));
        all.add(serpent("sets of one", list("[", 100_000, i -> "{1}")));
        all.add(serpent("ever new keys", list("[", 100_000, i -> "{'" + i + "':1}")));
        all.add(serpent("instances", list("[", 60_000, i -> "{'__class__':'x'}")));
        all.add(serpent("exceptions", list("[", 10_000, i -> EXCEPTION + ")}")));
        all.add(serpent("long integers", list("[", 200, i -> "7".repeat(4_300))));
        all.add(serpent("numbers of two classes and one hash", list("{", 40_000, i -> i % 2 == 0
                ? Long.toString((long) i << Integer.SIZE | i)
                : Double.toString(Double.longBitsToDouble((long) i << Integer.SIZE | i)))));
        all.add(serpent("ordered tuples of one hash",
                list("{", 40_000, i -> "(" + i + "," + -31 * i + ")")));
        all.add(serpent("exceptions in exceptions", nested(90, EXCEPTION + "'"
                + "x".repeat(1_000) + "',", "1", ")}")));
        all.add(serpent("pieces of a text side by side", "[" + "'' ".repeat(200_000) + "]"));
        all.add(serpent("characters escaped", "'" + "\\x41".repeat(200_000) + "'"));
        all.add(serpent("brackets", "(".repeat(190) + "1" + ")".repeat(190)));
        all.add(json("empty objects", list("[", 200_000, i -> "{}")));
        all.add(json("ever new keys", list("[", 100_000, i -> "{\"" + i + "\":1}")));
        all.add(json("long integers", list("[", 200, i -> "7".repeat(4_300))));
        all.add(json("texts of one hash", colliding(15)));
        all.add(json("bars before a line of a traceback",
                "{\"__class__\":\"x\",\"__exception__\":true,\"attributes\":{\"_pyroTraceback\":[\""
                        + "| ".repeat(50_000) + "\"]}}"));
        all.add(json("letters that become three as capitals",
                "{\"__class__\":\"Pyro5.core.URI\",\"state\":[\"" + "\\u0390".repeat(50_000)
                        + "\",\"x\",null,\"h\",1]}"));
        all.add(json("letters that become two as small ones",
                "{\"__class__\":\"float\",\"value\":\"" + "\\u0130".repeat(50_000) + "\"}"));
        all.add(json("letters whose small ones depend on the word",
                "{\"__class__\":\"float\",\"value\":\"" + "\\u03a3".repeat(20_000) + "\"}"));
        all.add(msgpack("empty arrays", 0x90));
        all.add(msgpack("empty maps", 0x80));
        all.add(msgpack("nothing", 0xc0));
        return all;
    }

    private static Attack serpent(String name, String payload) {
        return new Attack(name, Serializer.SERPENT, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Attack json(String name, String payload) {
        return new Attack(name, Serializer.JSON, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Attack msgpack(String name, int element) {
        int count = 500_000;
        byte[] payload = new byte[5 + count];
        payload[0] = (byte) 0xdd;
        for (int i = 0; i < Integer.BYTES; i++) {
            payload[1 + i] = (byte) (count >>> Integer.SIZE - Byte.SIZE * (i + 1));
        }
        for (int i = 0; i < count; i++) {
            payload[5 + i] = (byte) element;
        }
        return new Attack(name, Serializer.MSGPACK, payload);
    }

    private static String list(String open, int count, IntFunction<String> element) {
        StringBuilder text = new StringBuilder(open);
        for (int i = 1; i <= count; i++) {
            text.append(i == 1 ? "" : ",").append(element.apply(i));
        }
        return text.append(open.equals("[") ? "]" : "}").toString();
    }

    private static String nested(int levels, String before, String inside, String after) {
        return before.repeat(levels) + inside + after.repeat(levels);
    }

    private static String colliding(int pairs) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << pairs; i++) {
            text.append(i == 0 ? "\"" : ",\"");
            for (int pair = 0; pair < pairs; pair++) {
                text.append((i >> pair & 1) != 0 ? "BB" : "Aa");
            }
            text.append("\":1");
        }
        return text.append('}').toString();
    }
}
