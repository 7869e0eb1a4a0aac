package io.jyro.attacks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TypeRef;

/** Attacks whose values are cheap as they come, and expensive to convert to the types that a method declares. */
final class ConversionAttacks {
    private static final TypeRef<?> SETS = new TypeRef<List<Set<Double>>>() {};

    private ConversionAttacks() {}

    /** Points, of which many have one hash code. */
    record Point(int x, int y) {}

    /** Of which many have one hash code. */
    record Row(List<Integer> numbers, int x, int y) {}

    static List<Attack> all() {
        return List.of(
                attack("lists of sets that are repeated", repeatedSets(1_000, 98),
                        new TypeRef<List<List<Set<Double>>>>() {}),
                attack("a set of colliding points that is repeated", repeatedPoints(290, 85),
                        new TypeRef<List<Set<Point>>>() {}),
                attack("sets of the same colliding lists", setsOfTheSameLists(2, 100, 1_500),
                        new TypeRef<List<Set<List<Integer>>>>() {}),
                attack("lists that differ at their ends as members of a set", longMembers(333, 600),
                        new TypeRef<Set<List<Object>>>() {}),
                attack("records that hold the same lists as members of a set",
                        recordsOfTheSameLists(500, 1_000), new TypeRef<Set<Row>>() {}),
                attack("a uri of many tags that is repeated", repeatedUri(600, 950),
                        new TypeRef<List<PyroUri>>() {}),
                new Attack("sets of one, as declared", Serializer.SERPENT,
                        ("[" + "[1],".repeat(100_000) + "]").getBytes(StandardCharsets.US_ASCII),
                        SETS.type()));
    }

    static List<Attack> pickles() {
        return List.of(
                new Attack("lists of sets that are repeated", Serializer.PICKLE,
                        ("(](" + "]K\u0001a".repeat(1_000) + "eq\u0000" + "h\u0000".repeat(98)
                                + "l.").getBytes(StandardCharsets.ISO_8859_1),
                        new TypeRef<List<List<Set<Double>>>>() {}.type()),
                new Attack("a date that is repeated", Serializer.PICKLE,
                        ("(V2026-11-30\nq\u0000" + "h\u0000".repeat(240_000) + "l.")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        new TypeRef<List<LocalDate>>() {}.type()));
    }

    private static Attack attack(String name, MarshalBytes payload, TypeRef<?> declared) {
        return new Attack(name, Serializer.MARSHAL, payload.toBytes(), declared.type());
    }

    private static MarshalBytes repeatedSets(int sets, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int list = out.referable('[', sets);
        for (int i = 0; i < sets; i++) {
            out.container('[', 1).number(i);
        }
        return out.again(list, times);
    }

    private static MarshalBytes repeatedPoints(int points, int times) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int list = out.referable('[', points);
        for (int i = 0; i < points; i++) {
            out.beginDict().text("x").number(i).text("y").number(-31 * i).endDict();
        }
        return out.again(list, times);
    }

    /** The lists differ in their last two elements. */
    private static MarshalBytes setsOfTheSameLists(int lists, int length, int sets) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', sets + 1).container('[', lists);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < lists; i++) {
            numbers.add(out.referable('[', length + 2));
            for (int element = 0; element < length; element++) {
                out.number(element);
            }
            out.number(i).number(-31 * i);
        }
        for (int set = 0; set < sets; set++) {
            out.container('[', lists);
            numbers.forEach(out::again);
        }
        return out;
    }

    /** Lists that begin with one of two equal lists. */
    private static MarshalBytes longMembers(int length, int members) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', members);
        int[] lists = new int[2];
        for (int i = 0; i < members; i++) {
            out.container('[', 3);
            list(out, lists, i, length);
            out.number(i).number(-31 * i);
        }
        return out;
    }

    private static MarshalBytes recordsOfTheSameLists(int length, int records) {
        MarshalBytes out = new MarshalBytes();
        out.container('[', records);
        int[] lists = new int[2];
        for (int i = 0; i < records; i++) {
            out.beginDict().text("numbers");
            list(out, lists, i, length);
            out.text("x").number(i).text("y").number(-31 * i).endDict();
        }
        return out;
    }

    private static void list(MarshalBytes out, int[] lists, int index, int length) {
        if (index >= lists.length) {
            out.again(lists[index % lists.length]);
            return;
        }
        lists[index] = out.referable('[', length);
        for (int i = 0; i < length; i++) {
            out.number(i);
        }
    }

    private static MarshalBytes repeatedUri(int tags, int times) {
        StringBuilder uri = new StringBuilder("PYROMETA:");
        for (int i = 0; i < tags; i++) {
            uri.append(i == 0 ? "" : ",").append("tag").append(i);
        }
        MarshalBytes out = new MarshalBytes();
        out.container('[', times + 1);
        int text = out.referableText(uri + "@localhost:9090");
        return out.again(text, times);
    }
}
