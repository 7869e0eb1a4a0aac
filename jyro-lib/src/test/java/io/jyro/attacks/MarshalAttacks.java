package io.jyro.attacks;

import java.util.List;

import io.jyro.Serializer;

/** Attacks in marshal, the one safe serializer with references, sets of sets and numbers of any length. */
final class MarshalAttacks {
    private static final int TUPLES = 6;

    private MarshalAttacks() {}

    static List<Attack> all() {
        return List.of(
                attack("repeated tuples in nested frozensets", repeatedInNestedFrozensets()),
                attack("lists that hold the one before it several times", laughs(7, 10)),
                attack("floats that are repeated", repeatedFloats(1, 495)),
                attack("floats that are repeated within 95 lists", repeatedFloats(95, 160)),
                attack("a text that is repeated", repeatedText(60_000, 2_000)),
                attack("an interned text that is repeated", repeatedInterned(60_000, 2_000)),
                attack("a long integer that is repeated", repeatedInteger(14_000, 2_000)),
                attack("keys of one hash without order", tuplesOfCollidingFrozensets(12_000)),
                attack("sets of colliding sets of colliding sets", collidingSetsOfSets(900)),
                attack("16 levels of three colliding sets", levelsOfThree(16)),
                attack("numbers of two classes and one hash", mixedNumbers(30_000)),
                attack("numbers of one class and one hash", longs(60_000)),
                attack("ordered tuples of one hash", orderedTuples(60_000)),
                attack("long tuples of one hash", longTuples(300, 1_000)),
                attack("byte strings of one hash", collidingBytes(13)),
                attack("texts of one hash", collidingTexts(16)),
                attack("instances as keys within instances", nestedInstancesAsKeys(90)),
                attack("uris of one hash that have the same tags", urisOfTheSameTags('<', 400)),
                attack("many uris of the same tags", urisOfTheSameTags('[', 450)),
                attack("many exceptions of the same attributes", exceptionsOfTheSameAttributes()),
                attack("a long integer", longInteger(9_000_000)),
                attack("an exception with a long integer", exceptionOf(9_000_000)),
                attack("an attribute named by a long integer", attributeNamedByInteger(3_000_000)),
                attack("exceptions in exceptions around a text", nestedExceptions(60, 50_000)),
                attack("many small exceptions", smallExceptions(20_000, "")),
                attack("many exceptions of one traceback", smallExceptions(5_000,
                        "  File \"a.py\", line 1, in f\n    x\n".repeat(400))),
                attack("an exception that is repeated", repeatedException("", 120)),
                attack("an exception with a traceback that is repeated", repeatedException(
                        "  File \"a.py\", line 1, in f\n    x\n".repeat(40), 29)),
                attack("an array of times that is repeated", repeatedTimes(100, 2_500)),
                attack("an array of one time that is repeated", repeatedTimes(1, 9_000)),
                attack("empty dicts", many("empty", 300_000)),
                attack("sets of one", many("set", 100_000)),
                attack("frozensets of one", many("frozenset", 100_000)),
                attack("instances", many("instance", 60_000)),
                attack("numbers to be referred to", many("number", 100_000)),
                attack("ever new keys", newKeys(60_000)));
    }

    private static Attack attack(String name, MarshalBytes payload) {
        return new Attack(name, Serializer.MARSHAL, payload.toBytes());
    }

    private static MarshalBytes repeatedInNestedFrozensets() {
        MarshalBytes out = new MarshalBytes();
        for (int i = 0; i < 190; i++) {
            out.container('>', 1);
        }
        out.container('(', TUPLES + 2);
        int before = out.referable('(', 10);
        for (int i = 0; i < 10; i++) {
            out.number(i);
        }
        for (int tuple = 1; tuple < TUPLES; tuple++) {
            int next = out.referable('(', 10);
            for (int i = 0; i < 10; i++) {
                out.again(before);
            }
            before = next;
        }
        return out.again(before).again(before);
    }

    private static MarshalBytes repeatedFloats(int depth, int times) {
        MarshalBytes out = new MarshalBytes();
        for (int i = 1; i < depth; i++) {
            out.container('[', 1);
        }
        out.container('[', times);
        int floats = out.referable('[', 1_000);
        for (int i = 0; i < 1_000; i++) {
            out.number(Math.sqrt(i) * 1e-300);
        }
        for (int i = 1; i < times; i++) {
            out.again(floats);
        }
        return out;
    }

    private static MarshalBytes laughs(int levels, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', levels + 1);
        int before = out.referable('[', 1);
        out.none();
        for (int level = 0; level < levels; level++) {
            int next = out.referable('[', times);
            for (int i = 0; i < times; i++) {
                out.again(before);
            }
            before = next;
        }
        return out;
    }

    private static MarshalBytes repeatedText(int length, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int text = out.referableText("x".repeat(length));
        for (int i = 0; i < times; i++) {
            out.again(text);
        }
        return out;
    }

    private static MarshalBytes repeatedInterned(int length, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1).interned("x".repeat(length));
        for (int i = 0; i < times; i++) {
            out.internedAgain(0);
        }
        return out;
    }

    private static MarshalBytes repeatedInteger(int bits, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int tuple = out.referable('(', 1);
        out.ones(bits);
        for (int i = 0; i < times; i++) {
            out.again(tuple);
        }
        return out;
    }

    private static void pair(MarshalBytes out, int one, int other) {
        out.container('>', 2).number(one).number(other);
    }

    private static MarshalBytes tuplesOfCollidingFrozensets(int keys) {
        MarshalBytes out = new MarshalBytes().beginDict();
        for (int i = 0; i < keys; i++) {
            out.container('(', 1);
            pair(out, i, 1_000_000 - i);
            out.none();
        }
        return out.endDict();
    }

    private static MarshalBytes collidingSetsOfSets(int members) {
        MarshalBytes out = new MarshalBytes();
        out.container('(', 4);
        for (int set = 0; set < 4; set++) {
            out.container('<', 3);
            for (int i = 0; i < 3; i++) {
                out.container('>', members);
                for (int member = 0; member < members; member++) {
                    pair(out, 3 * member + i, 1_000_000 - 3 * member - i);
                }
            }
        }
        return out;
    }

    /** Each level holds three sets that have one hash, made of the three below it. */
    private static MarshalBytes levelsOfThree(int levels) {
        MarshalBytes out = new MarshalBytes();
        out.container('(', levels * 3);
        int[] below = new int[3];
        for (int i = 0; i < 3; i++) {
            below[i] = out.referable('>', 2);
            out.number(i).number(100 - i);
        }
        for (int level = 1; level < levels; level++) {
            int[] next = new int[3];
            for (int i = 0; i < 3; i++) {
                next[i] = out.referable('>', 2);
                out.again(below[i]).again(below[(i + 1) % 3]);
            }
            below = next;
        }
        return out;
    }

    private static MarshalBytes mixedNumbers(int each) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', 2 * each);
        for (int i = 1; i <= each; i++) {
            long bits = (long) i << Integer.SIZE | i; // both halves alike: the hash is 0
            out.number(bits).number(Double.longBitsToDouble(bits));
        }
        return out;
    }

    private static MarshalBytes longs(int count) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', count);
        for (int i = 1; i <= count; i++) {
            out.number((long) i << Integer.SIZE | i);
        }
        return out;
    }

    private static MarshalBytes orderedTuples(int count) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', count);
        for (int i = 0; i < count; i++) {
            out.container('(', 2).number(i).number(-31 * i);
        }
        return out;
    }

    private static MarshalBytes longTuples(int count, int length) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', count);
        for (int i = 0; i < count; i++) {
            out.container('(', length + 2);
            for (int element = 0; element < length; element++) {
                out.none();
            }
            out.number(i).number(-31 * i);
        }
        return out;
    }

    private static MarshalBytes collidingBytes(int pairs) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', 1 << pairs);
        for (int i = 0; i < 1 << pairs; i++) {
            byte[] bytes = new byte[2 * pairs];
            for (int pair = 0; pair < pairs; pair++) {
                boolean second = (i >> pair & 1) != 0;
                bytes[2 * pair] = (byte) (second ? 'B' : 'A');
                bytes[2 * pair + 1] = (byte) (second ? 'B' : 'a');
            }
            out.bytes(bytes);
        }
        return out;
    }

    private static MarshalBytes collidingTexts(int pairs) {
        MarshalBytes out = new MarshalBytes();
        out.container('<', 1 << pairs);
        for (int i = 0; i < 1 << pairs; i++) {
            StringBuilder text = new StringBuilder();
            for (int pair = 0; pair < pairs; pair++) {
                text.append((i >> pair & 1) != 0 ? "BB" : "Aa");
            }
            out.text(text.toString());
        }
        return out;
    }

    private static MarshalBytes nestedInstancesAsKeys(int levels) {
        MarshalBytes out = new MarshalBytes();
        for (int level = 0; level < levels; level++) {
            out.beginDict().text("__class__").text("x.Y").text("a").beginDict();
        }
        out.beginDict().text("__class__").text("x.Y").text("a").container('[', 20_000);
        for (int i = 0; i < 20_000; i++) {
            out.none();
        }
        out.endDict();
        for (int level = 0; level < levels; level++) {
            out.none().endDict().endDict();
        }
        return out;
    }

    private static MarshalBytes longInteger(int bits) {
        return new MarshalBytes().ones(bits);
    }

    private static void beginException(MarshalBytes out) {
        out.beginDict().text("__class__").text("builtins.ValueError").text("__exception__").yes()
                .text("attributes").beginDict().endDict().text("args");
    }

    private static MarshalBytes exceptionOf(int bits) {
        MarshalBytes out = new MarshalBytes();
        beginException(out);
        return out.container('(', 1).ones(bits).endDict();
    }

    private static MarshalBytes attributeNamedByInteger(int bits) {
        MarshalBytes out = new MarshalBytes();
        out.beginDict().text("__class__").text("builtins.ValueError").text("__exception__").yes();
        return out.text("args").container('(', 0).text("attributes").beginDict().ones(bits).none()
                .endDict().endDict();
    }

    private static MarshalBytes nestedExceptions(int levels, int length) {
        MarshalBytes out = new MarshalBytes();
        for (int i = 0; i < levels; i++) {
            beginException(out);
            out.container('(', 2).text("x".repeat(length / levels));
        }
        out.none();
        for (int i = 0; i < levels; i++) {
            out.endDict();
        }
        return out;
    }

    private static MarshalBytes smallExceptions(int count, String traceback) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', count + 1);
        out.container('[', 8);
        int classKey = out.referableText("__class__");
        int name = out.referableText("ValueError");
        int exceptionKey = out.referableText("__exception__");
        int args = out.referableText("args");
        int attributes = out.referableText("attributes");
        int tracebackKey = out.referableText("_pyroTraceback");
        int text = out.referableText(traceback);
        int empty = out.referable('(', 0);
        for (int i = 0; i < count; i++) {
            out.beginDict().again(classKey).again(name).again(exceptionKey).yes().again(args)
                    .again(empty);
            if (!traceback.isEmpty()) {
                out.again(attributes).beginDict().again(tracebackKey).again(text).endDict();
            }
            out.endDict();
        }
        return out;
    }

    private static MarshalBytes repeatedException(String traceback, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int list = out.referable('[', times + 1);
        int exception = out.beginReferableDict();
        out.text("__class__").text("ValueError").text("__exception__").yes().text("args")
                .container('(', 0);
        if (!traceback.isEmpty()) {
            out.text("attributes").beginDict().text("_pyroTraceback").text(traceback).endDict();
        }
        return out.endDict().again(exception, times).again(list, times);
    }

    private static MarshalBytes repeatedTimes(int length, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int array = out.beginReferableDict();
        out.text("__class__").text("numpy.ndarray").text("dtype").text("datetime64[us]")
                .text("shape").container('(', 1).number(length).text("data")
                .bytes(new byte[length * Long.BYTES]).endDict();
        return out.again(array, times);
    }

    /** In a set or list; the host is what they differ in. */
    private static MarshalBytes urisOfTheSameTags(char container, int count) {
        MarshalBytes out = new MarshalBytes();
        out.container('(', 2);
        out.container('(', 5);
        int classKey = out.referableText("__class__");
        int name = out.referableText("Pyro5.core.URI");
        int state = out.referableText("state");
        int protocol = out.referableText("PYROMETA");
        int tags = out.referable('(', 1_000);
        for (int i = 0; i < 1_000; i++) {
            out.text("t" + i);
        }
        out.container(container, count);
        for (int i = 0; i < count; i++) {
            StringBuilder host = new StringBuilder();
            for (int pair = 0; pair < 9; pair++) {
                host.append((i >> pair & 1) != 0 ? "BB" : "Aa");
            }
            out.beginDict().again(classKey).again(name).again(state);
            out.container('(', 5).again(protocol).again(tags).none().text(host.toString())
                    .number(9090).endDict();
        }
        return out;
    }

    private static MarshalBytes exceptionsOfTheSameAttributes() {
        MarshalBytes out = new MarshalBytes();
        out.container('(', 2);
        out.container('(', 5);
        int classKey = out.referableText("__class__");
        int name = out.referableText("ValueError");
        int exceptionKey = out.referableText("__exception__");
        int attributesKey = out.referableText("attributes");
        int attributes = out.beginReferableDict();
        for (int i = 0; i < 1_000; i++) {
            out.text("a" + i).none();
        }
        out.endDict();
        out.container('[', 230);
        for (int i = 0; i < 230; i++) {
            out.beginDict().again(classKey).again(name).again(exceptionKey).yes()
                    .again(attributesKey).again(attributes).endDict();
        }
        return out;
    }

    private static MarshalBytes many(String what, int count) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', count);
        for (int i = 0; i < count; i++) {
            switch (what) {
                case "empty" -> out.beginDict().endDict();
                case "set" -> out.container('<', 1).none();
                case "frozenset" -> out.container('>', 1).none();
                case "instance" -> out.beginDict().text("__class__").text("x").endDict();
                default -> out.referable('(', 0);
            }
        }
        return out;
    }

    private static MarshalBytes newKeys(int count) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', count);
        for (int i = 0; i < count; i++) {
            out.beginDict().text(Integer.toString(i)).none().endDict();
        }
        return out;
    }
}
