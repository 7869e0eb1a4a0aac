package io.jyro.hostile;

import java.nio.ByteBuffer;
import java.util.List;

import io.jyro.Serializer;

import static io.jyro.hostile.Hostile.answered;
import static io.jyro.hostile.Hostile.hex;
import static io.jyro.hostile.Hostile.joined;
import static io.jyro.hostile.Hostile.latin1;
import static io.jyro.hostile.Hostile.refused;

/** Msgpack data that lies about its counts or is too much of something. */
class SmallHeapMsgpackTest extends SmallHeapContract {
    private static final int ROOM = SmallDaemon.MAX_MESSAGE - 1_000;

    SmallHeapMsgpackTest() {
        super(Serializer.MSGPACK);
    }

    @Override
    protected byte[] flawless() {
        return call(latin1("\u00a4text"));
    }

    @Override
    protected byte[] costly() {
        return latin1("\u0090\u0090\u0090\u0090\u0090\u0090");
    }

    @Override
    protected List<Hostile> payloads() {
        return List.of(
                refused("arrays in arrays", () -> deep("91")),
                refused("maps in maps", () -> deep("81c0")),
                refused("an integer of 3 million digits", () -> call(Hostile.repeated(
                        joined(hex("c9"), int32(3_000_000), hex("31")), latin1("9"), 3_000_000,
                        new byte[0]))),
                refused("an array of 4 billion", () -> call(hex("dd ffffffff"))),
                refused("a map of 4 billion", () -> call(hex("df ffffffff"))),
                refused("a text of 4 billion", () -> call(hex("db ffffffff"))),
                refused("bytes of 2 billion", () -> call(hex("c6 80000000"))),
                refused("an extension of 2 billion", () -> call(hex("c9 7fffffff 31"))),
                refused("nils", () -> filled("c0")),
                refused("small integers", () -> filled("01")),
                refused("integers", () -> filled("cdffff")),
                refused("floats", () -> filled("ca00000000")),
                refused("large integers", () -> filled("cfffffffffffffffff")),
                refused("empty arrays", () -> filled("90")),
                refused("empty maps", () -> filled("80")),
                refused("maps of one entry", () -> filled("81c0c0")),
                refused("empty texts", () -> filled("a0")),
                refused("empty bytes", () -> filled("c400")),
                refused("complex numbers", () -> filled("d830" + "00".repeat(16))),
                refused("dates", () -> filled("d733" + "0100000000000000")),
                refused("dates and times", () -> filled("d732" + "00".repeat(8))),
                refused("long integers", () -> filled("c701" + "3131")),
                refused("instances of unknown classes",
                        () -> filled("81a95f5f636c6173735f5fa161")),
                refused("entries of one map", () -> call(Hostile.repeated(
                        joined(hex("df"), int32(ROOM / 2 - 50)), hex("01c0"), ROOM / 2 - 50,
                        new byte[0]))),
                refused("text that is not Latin", () -> call(Hostile.repeated(
                        joined(hex("db"), int32(15_000_000)), hex("e282ac"), 5_000_000,
                        new byte[0]))),
                answered("16 million bytes", () -> call(Hostile.repeated(
                        joined(hex("c6"), int32(ROOM - 100)), hex("00"), ROOM - 100,
                        new byte[0]))),
                answered("colliding texts as keys", () -> call(Hostile.colliding(
                        joined(hex("df"), int32(1 << 16)), "\u00d9 ", "\u00c0",
                        new byte[0]))),
                refused("colliding bytes as keys", () -> call(Hostile.collidingBytes(
                        joined(hex("df"), int32(1 << 16)), "\u00c4 ", "\u00c0",
                        new byte[0]))),
                refused("text that is no UTF-8", () -> call(hex("a1ff"))),
                refused("an unknown extension", () -> call(hex("d40100"))),
                refused("a type that there is not", () -> call(hex("c1"))));
    }

    private static byte[] call(byte[] argument) {
        return joined(latin1("\u0094\u00a6target\u00a4take\u0091"), argument, hex("80"));
    }

    private static byte[] deep(String piece) {
        return call(Hostile.repeated(new byte[0], hex(piece), 300_000, new byte[0]));
    }

    private static byte[] filled(String piece) {
        int count = (ROOM - 100) / (piece.length() / 2);
        return call(Hostile.repeated(joined(hex("dd"), int32(count)), hex(piece), count,
                new byte[0]));
    }

    private static byte[] int32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
