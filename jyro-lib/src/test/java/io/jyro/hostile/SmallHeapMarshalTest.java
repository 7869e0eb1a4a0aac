package io.jyro.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.jyro.Serializer;

import static io.jyro.hostile.Hostile.answered;
import static io.jyro.hostile.Hostile.hex;
import static io.jyro.hostile.Hostile.joined;
import static io.jyro.hostile.Hostile.latin1;
import static io.jyro.hostile.Hostile.refused;

/** Marshal data that lies about its counts or is too much of something. */
class SmallHeapMarshalTest extends SmallHeapContract {
    private static final int ROOM = SmallDaemon.MAX_MESSAGE - 1_000;

    SmallHeapMarshalTest() {
        super(Serializer.MARSHAL);
    }

    @Override
    protected byte[] flawless() {
        return call(latin1("z\u0004text"));
    }

    @Override
    protected byte[] costly() {
        return latin1("[\0\0\0\0");
    }

    @Override
    protected List<Hostile> payloads() {
        return List.of(
                refused("lists in lists", () -> deep("[\u0001\0\0\0")),
                refused("tuples in tuples", () -> deep(")\u0001")),
                refused("dicts in dicts", () -> deep("{N")),
                refused("sets in sets", () -> deep("<\u0001\0\0\0")),
                answered("an integer of 3 million digits", () -> call(integer(670_000))),
                refused("one that does not fit the parameter",
                        () -> call("number", integer(670_000))),
                answered("an integer of 16 million bytes", () -> call(integer(ROOM / 2))),
                refused("a count of 2 to the 31st", () -> call(hex("5b 00000080"))),
                refused("a list of 2 billion", () -> call(hex("5b ffffff7f"))),
                refused("a tuple of 2 billion", () -> call(hex("28 ffffff7f"))),
                refused("a set of 2 billion", () -> call(hex("3c ffffff7f"))),
                refused("a text of 2 billion", () -> call(hex("75 ffffff7f"))),
                refused("bytes of 2 billion", () -> call(hex("73 ffffff7f"))),
                refused("an integer of 2 billion digits", () -> call(hex("6c ffffff7f"))),
                refused("an integer of minus 2 to the 31st digits",
                        () -> call(hex("6c 00000080"))),
                refused("Nones in a list", () -> filled("N")),
                answered("small integers in a list", () -> filled("i\u0001\0\0\0")),
                refused("floats in a list", () -> filled("g\0\0\0\0\0\0\0\0")),
                refused("empty tuples", () -> filled(")\0")),
                refused("empty lists", () -> filled("[\0\0\0\0")),
                refused("empty dicts", () -> filled("{0")),
                refused("empty sets", () -> filled("<\0\0\0\0")),
                refused("empty frozen sets", () -> filled(">\0\0\0\0")),
                refused("empty texts", () -> filled("z\0")),
                refused("texts that can be referred to", () -> filled("\u00fa\0")),
                answered("references to them", () -> call(joined(list(ROOM / 5 - 10),
                        latin1("\u00fa\u0001a"), Hostile.repeated(new byte[0],
                                latin1("r\0\0\0\0"), ROOM / 5 - 11, new byte[0])))),
                refused("interned texts of old versions", () -> filled("t\0\0\0\0")),
                refused("empty bytes", () -> filled("s\0\0\0\0")),
                answered("integers", () -> filled("l\u0001\0\0\0\u0001\0")),
                refused("dicts of one entry", () -> filled("{NN0")),
                refused("instances of unknown classes",
                        () -> filled("{z\u0009__class__z\u0001a0")),
                refused("exceptions", () -> filled("{z\u0009__class__z\nValueError"
                        + "z\r__exception__Tz\u0004args)\0z\nattributes{00")),
                refused("entries of one dict", () -> call(Hostile.filled(latin1("{"),
                        latin1("NNi\0\0\0\0N"), latin1("0")))),
                refused("text that is not Latin", () -> call(Hostile.filled(
                        joined(latin1("u"), int32((ROOM - 5) / 3 * 3)),
                        latin1("\u00e2\u0082\u00ac"), new byte[0]))),
                refused("a reference to nowhere", () -> call(hex("72 05000000"))),
                refused("a reference to before the start", () -> call(hex("72 ffffffff"))),
                refused("a list that contains itself", () -> call(hex("db 01000000 72 00000000"))),
                refused("ten lists of ten references each, thirty times", () -> call(laughs())),
                answered("colliding texts as keys", () -> call(Hostile.colliding(latin1("{"),
                        "z ", "N", latin1("0")))),
                refused("colliding bytes as keys", () -> call(Hostile.collidingBytes(latin1("{"),
                        "s \0\0\0", "N", latin1("0")))),
                refused("a code object", () -> call(latin1("c"))));
    }

    private static byte[] laughs() {
        byte[] all = joined(list(31), latin1("\u00db\0\0\0\0"));
        for (int level = 0; level < 30; level++) {
            all = Hostile.repeated(joined(all, latin1("\u00db\n\0\0\0")),
                    joined(latin1("r"), int32(level)), 10, new byte[0]);
        }
        return all;
    }

    private static byte[] call(byte[] argument) {
        return call("take", argument);
    }

    private static byte[] call(String method, byte[] argument) {
        return joined(latin1(")\u0004z\u0006targetz" + (char) method.length() + method + ")\u0001"),
                argument, latin1("{0"));
    }

    private static byte[] deep(String piece) {
        return call(Hostile.repeated(new byte[0], latin1(piece), 300_000, new byte[0]));
    }

    private static byte[] filled(String piece) {
        int count = (ROOM - 100) / piece.length();
        return call(Hostile.repeated(list(count), latin1(piece), count, new byte[0]));
    }

    private static byte[] list(int count) {
        return joined(latin1("["), int32(count));
    }

    private static byte[] integer(int digits) {
        return Hostile.repeated(joined(latin1("l"), int32(digits - 40)), hex("ff7f"), digits - 40,
                new byte[0]);
    }

    private static byte[] int32(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }
}
