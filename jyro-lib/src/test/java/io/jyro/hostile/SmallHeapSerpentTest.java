package io.jyro.hostile;

import java.util.List;

import io.jyro.Serializer;

import static io.jyro.hostile.Hostile.answered;
import static io.jyro.hostile.Hostile.latin1;
import static io.jyro.hostile.Hostile.refused;

/** Text that Python's own parser would choke on. */
class SmallHeapSerpentTest extends SmallHeapContract {
    private static final int MILLIONS = 3_000_000;
    private static final byte[] HEAD = latin1("('target','take',(");
    private static final byte[] TAIL = latin1(",),{})");

    SmallHeapSerpentTest() {
        super(Serializer.SERPENT);
    }

    @Override
    protected byte[] flawless() {
        return call("'text'");
    }

    @Override
    protected byte[] costly() {
        return latin1("[],[],[],[],[],[],[],[],[],[],");
    }

    @Override
    protected List<Hostile> payloads() {
        return List.of(
                refused("lists in lists", () -> repeated("[", 300_000)),
                refused("tuples in tuples", () -> repeated("(", 300_000)),
                refused("dicts in dicts", () -> repeated("{1:", 300_000)),
                refused("signs before brackets", () -> repeated("-(", 300_000)),
                refused("lines to continue", () -> repeated("\\\n", MILLIONS)),
                refused("an integer of 3 million digits", () -> repeated("9", MILLIONS)),
                refused("one in hexadecimal", () -> call("0x" + "f".repeat(MILLIONS))),
                answered("a float of 3 million digits", () -> call("0." + "9".repeat(MILLIONS))),
                refused("an integer that does not fit the parameter",
                        () -> latin1("('target','number',(" + "9".repeat(4_000) + ",),{})")),
                refused("empty lists", () -> filled("[],")),
                refused("empty dicts", () -> filled("{},")),
                refused("sets", () -> filled("{1},")),
                refused("dicts", () -> filled("{1:1},")),
                refused("empty texts", () -> filled("'',")),
                refused("small integers", () -> filled("1,")),
                refused("integers", () -> filled("1000,")),
                refused("floats", () -> filled(".5,")),
                refused("complex numbers", () -> filled("1j,")),
                refused("large integers", () -> filled("99999999999999999999,")),
                refused("Nones", () -> filled("None,")),
                refused("entries of one dict", () -> Hostile.filled(latin1("('target','take',({"),
                        latin1("1:1,1.5:2,'a':3,"), latin1("},),{})"))),
                refused("texts side by side", () -> filled("''")),
                refused("escapes", () -> filled("'", "\\n", "'")),
                refused("text that is not Latin", () -> filled("'", "\u00e2\u0082\u00ac", "'")),
                answered("one long text", () -> filled("'", "a", "'")),
                refused("instances of unknown classes", () -> filled("{'__class__':'a'},")),
                refused("exceptions", () -> filled("{'__class__':'ValueError',"
                        + "'__exception__':True,'args':(),'attributes':{}},")),
                refused("uris", () -> filled("{'__class__':'Pyro5.core.URI',"
                        + "'state':('PYRO','o',None,'h',1)},")),
                refused("proxies", () -> filled("{'__class__':'Pyro5.client.Proxy',"
                        + "'state':('PYRO:o@h:1',(),(),(),'hello',None)},")),
                answered("colliding texts as keys", () -> Hostile.colliding(
                        latin1("('target','take',({"), "'", "':1,", latin1("},),{})"))),
                answered("colliding tuples as keys", () -> Hostile.colliding(
                        latin1("('target','take',({"), "('", "',1):1,", latin1("},),{})"))),
                refused("colliding bytes as keys", () -> Hostile.collidingBytes(
                        latin1("('target','take',({"), "b'", "':1,", latin1("},),{})"))),
                refused("an escape that ends early", () -> call("'\\u12'")),
                refused("an escape for a character that is not", () -> call("'\\U00110000'")),
                refused("a character of no name", () -> call("'\\N{NO SUCH NAME}'")),
                refused("a call of a function", () -> call("open('x')")),
                refused("a comprehension", () -> call("[1for x in'a']")));
    }

    private static byte[] call(String argument) {
        return latin1("('target','take',(" + argument + ",),{})");
    }

    private static byte[] repeated(String piece, int times) {
        return Hostile.repeated(HEAD, latin1(piece), times, TAIL);
    }

    private static byte[] filled(String piece) {
        return Hostile.filled(HEAD, latin1(piece), TAIL);
    }

    private static byte[] filled(String before, String piece, String after) {
        return Hostile.filled(latin1("('target','take',(" + before), latin1(piece),
                latin1(after + ",),{})"));
    }
}
