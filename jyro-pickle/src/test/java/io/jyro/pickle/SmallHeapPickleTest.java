package io.jyro.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.jyro.Serializer;
import io.jyro.hostile.Hostile;
import io.jyro.hostile.SmallDaemon;
import io.jyro.hostile.SmallHeapContract;

import static io.jyro.hostile.Hostile.answered;
import static io.jyro.hostile.Hostile.hex;
import static io.jyro.hostile.Hostile.joined;
import static io.jyro.hostile.Hostile.latin1;
import static io.jyro.hostile.Hostile.refused;

/** Pickles that lie about their counts or are too much of something. */
class SmallHeapPickleTest extends SmallHeapContract {
    private static final int ROOM = SmallDaemon.MAX_MESSAGE - 1_000;

    SmallHeapPickleTest() {
        super(Serializer.PICKLE);
    }

    @Override
    protected byte[] flawless() {
        return call(latin1("U\u0004text"));
    }

    @Override
    protected byte[] costly() {
        return latin1("(]]]]]]]]]]]]]]");
    }

    @Override
    protected List<Hostile> payloads() {
        return List.of(
                refused("lists in lists", () -> call(repeated("(", 300_000))),
                refused("tuples around None", () -> call(joined(latin1("N"),
                        repeated("\u0085", 300_000)))),
                answered("an integer of 3 million digits",
                        () -> call(joined(hex("8b"), int32(1_250_000),
                                repeated("\u007f", 1_250_000)))),
                refused("one that does not fit the parameter", () -> joined(
                        latin1("(U\u0006targetU\u0006number(\u008b"), int32(1_250_000),
                        repeated("\u007f", 1_250_000), latin1("t}t."))),
                refused("one in text", () -> call(joined(latin1("L"), repeated("9", 3_000_000),
                        latin1("L\n")))),
                refused("a text of 4 billion", () -> call(hex("58 ffffffff"))),
                refused("a text of 2 to the 63rd", () -> call(hex("8d ffffffffffffff7f"))),
                refused("bytes of 2 to the 63rd", () -> call(hex("8e 0000000000000080"))),
                refused("a bytearray of 2 billion", () -> call(hex("96 ffffff7f00000000"))),
                refused("an integer of 2 billion bytes", () -> call(hex("8b ffffff7f"))),
                refused("an integer of minus 2 to the 31st bytes", () -> call(hex("8b 00000080"))),
                refused("a frame of 2 billion", () -> call(hex("95 ffffff7f00000000"))),
                answered("the memo's number 4 billion", () -> call(hex("4e 72 ffffffff"))),
                refused("numbers of the memo far apart", () -> call(memoFarApart())),
                refused("a value of the memo that is not there", () -> call(hex("68 05"))),
                refused("Nones on the stack", () -> filled("N")),
                refused("empty lists", () -> filled("]")),
                refused("empty tuples", () -> filled(")")),
                refused("empty dicts", () -> filled("}")),
                refused("empty sets", () -> filled("\u008f")),
                refused("empty texts", () -> filled("U\0")),
                refused("empty bytes", () -> filled("C\0")),
                refused("small integers", () -> filled("K\u0001")),
                refused("integers", () -> filled("M\u0001\u0001")),
                refused("floats", () -> filled("G\0\0\0\0\0\0\0\0")),
                refused("floats in text", () -> filled("F1\n")),
                refused("long integers", () -> filled("\u008a\u0009\u0001\u0001\u0001\u0001"
                        + "\u0001\u0001\u0001\u0001\u0001")),
                refused("classes", () -> filled("ca\nb\n")),
                refused("values of the memo", () -> call(joined(latin1("]q\0("), repeated("h\0",
                        ROOM / 2 - 50), latin1("l")))),
                refused("memoized values", () -> filled("N\u0094")),
                refused("copies", () -> filled("N22222222")),
                refused("tuples of one", () -> filled("N\u0085")),
                refused("sets of calls", () -> filled("c__builtin__\nset\n)R")),
                refused("complex numbers", () -> filled("c__builtin__\ncomplex\n(K\u0001tR")),
                refused("decimals", () -> filled("cdecimal\nDecimal\n(U\u00011tR")),
                refused("dates",
                        () -> filled("cdatetime\ndate\n(U\u0004\u0007\u00e5\u0001\u0001tR")),
                refused("instances of unknown classes", () -> filled("ca\nb\n)\u0081")),
                refused("exceptions", () -> filled("c__builtin__\nValueError\n)R")),
                refused("copies of one list", () -> call(joined(latin1("](("),
                        repeated("N", 100_000), latin1("lq\0"),
                        repeated("c__builtin__\nlist\n(h\0tR", 2_000), latin1("l")))),
                refused("a name that becomes ever longer", () -> call(joined(
                        latin1("X"), int32(100_000), repeated("a", 100_000),
                        latin1("q\0cbuiltins\ngetattr\nq\1cos\nx\n0"),
                        latin1("cos\nx\n"),
                        repeated("q\2h\1h\2h\0\u0086R", 100_000)))),
                refused("ten references to ten references, thirty times", () -> call(laughs())),
                refused("text that is not Latin", () -> call(joined(latin1("X"),
                        int32(15_000_000), repeated("\u00e2\u0082\u00ac", 5_000_000)))),
                refused("text with escapes", () -> call(joined(latin1("V"),
                        repeated("\\u20ac", 2_500_000), latin1("\n")))),
                answered("colliding texts as keys", () -> call(Hostile.colliding(latin1("}("),
                        "U ", "N", latin1("u")))),
                refused("colliding bytes as keys", () -> call(Hostile.collidingBytes(latin1("}("),
                        "C ", "N", latin1("u")))),
                refused("a list that contains itself", () -> call(latin1("]q\0h\0a"))),
                refused("a call", () -> call(latin1("cos\nsystem\n(U\u0002idtR"))),
                refused("an escape that ends early", () -> call(latin1("V\\u12\n"))),
                refused("an instruction that there is not", () -> call(hex("ff"))));
    }

    private static byte[] laughs() {
        byte[] all = latin1("]q\0");
        for (int level = 0; level < 30; level++) {
            all = joined(all, latin1("("), Hostile.repeated(new byte[0],
                    new byte[]{'h', (byte) level}, 10, new byte[0]),
                    new byte[]{'l', 'q', (byte) (level + 1)});
        }
        return all;
    }

    private static byte[] memoFarApart() {
        ByteBuffer all = ByteBuffer.allocate(1 + 5 * 2_000_000).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'N');
        for (int i = 0; i < 2_000_000; i++) {
            all.put((byte) 'r').putInt(-1 - i);
        }
        return all.array();
    }

    private static byte[] call(byte[] argument) {
        return joined(latin1("(U\u0006targetU\u0004take("), argument, latin1("t}t."));
    }

    private static byte[] repeated(String piece, int times) {
        return Hostile.repeated(new byte[0], latin1(piece), times, new byte[0]);
    }

    private static byte[] filled(String piece) {
        return call(joined(latin1("("), repeated(piece, (ROOM - 100) / piece.length()),
                latin1("l")));
    }

    private static byte[] int32(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }
}
