package io.jyro.hostile;

import java.util.List;

import io.jyro.Serializer;

import static io.jyro.hostile.Hostile.answered;
import static io.jyro.hostile.Hostile.latin1;
import static io.jyro.hostile.Hostile.refused;

/** JSON that is too much of something. */
class SmallHeapJsonTest extends SmallHeapContract {
    private static final int MILLIONS = 3_000_000;
    private static final String HEAD = "{\"object\":\"target\",\"method\":\"take\",\"kwargs\":{},\"params\":[";
    private static final String TAIL = "]}";

    SmallHeapJsonTest() {
        super(Serializer.JSON);
    }

    @Override
    protected byte[] flawless() {
        return call("\"text\"");
    }

    @Override
    protected byte[] costly() {
        return latin1("[],[],[],[],[],[],[],[],[],[],");
    }

    @Override
    protected List<Hostile> payloads() {
        return List.of(
                refused("arrays in arrays", () -> repeated("[", 300_000)),
                refused("objects in objects", () -> repeated("{\"a\":", 300_000)),
                refused("an integer of 3 million digits", () -> repeated("9", MILLIONS)),
                answered("a float of 3 million digits", () -> call("0." + "9".repeat(MILLIONS))),
                refused("empty arrays", () -> filled("[]")),
                refused("empty objects", () -> filled("{}")),
                refused("objects", () -> filled("{\"a\":1}")),
                refused("empty texts", () -> filled("\"\"")),
                refused("small integers", () -> filled("1")),
                refused("integers", () -> filled("1000")),
                refused("floats", () -> filled("1.5")),
                refused("large integers", () -> filled("99999999999999999999")),
                refused("nulls", () -> filled("null")),
                refused("escapes", () -> filled("\"", "\\n", "\"")),
                refused("numbered escapes", () -> filled("\"", "\\u20ac", "\"")),
                refused("text that is not Latin", () -> filled("\"", "\u00e2\u0082\u00ac", "\"")),
                answered("one long text", () -> filled("\"", "a", "\"")),
                refused("instances of unknown classes", () -> filled("{\"__class__\":\"a\"}")),
                refused("exceptions", () -> filled("{\"__class__\":\"ValueError\","
                        + "\"__exception__\":true,\"args\":[],\"attributes\":{}}")),
                answered("colliding texts as keys",
                        () -> Hostile.colliding(latin1(HEAD + "{\"a\":1"),
                                ",\"", "\":1", latin1("}" + TAIL))),
                refused("an escape that ends early", () -> call("\"\\u12\"")),
                refused("an escape that JSON does not have", () -> call("\"\\x12\"")),
                refused("text that is no UTF-8", () -> call("\"\u00ff\"")));
    }

    private static byte[] call(String argument) {
        return latin1(HEAD + argument + TAIL);
    }

    private static byte[] repeated(String piece, int times) {
        return Hostile.repeated(latin1(HEAD), latin1(piece), times, latin1(TAIL));
    }

    private static byte[] filled(String piece) {
        return Hostile.filled(latin1(HEAD + "1"), latin1("," + piece), latin1(TAIL));
    }

    private static byte[] filled(String before, String piece, String after) {
        return Hostile.filled(latin1(HEAD + before), latin1(piece), latin1(after + TAIL));
    }
}
