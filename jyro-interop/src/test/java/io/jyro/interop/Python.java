package io.jyro.interop;

import java.util.Map;

/**
 * A Python with one of the Pyros in which tests execute source text. What the source can use is in {@code peer.py}; names
 * that it defines stay.
 *
 * {@snippet :
 * python.run("p = Proxy('PYRO:thing@localhost:7766')");
 * assertThat(python.eval("p.echo(1 << 70)")).isEqualTo("1180591620717411303424");
 * }
 */
public final class Python implements AutoCloseable {
    /** What a source raised: the exception's class, its text and arguments, its traceback with the remote one. */
    public record Raised(String type, String text, String arguments, String traceback) {}

    private final PeerProcess peer;

    private Python(PeerProcess peer) {
        this.peer = peer;
    }

    public static Python start(Pyro pyro) {
        return start(pyro, Map.of());
    }

    /** Starts it with additional environment variables, such as settings of Pyro's. */
    public static Python start(Pyro pyro, Map<String, String> variables) {
        PeerProcess peer = PeerProcess.ofPyro(pyro, variables, "python", "-W", "ignore",
                Pyro.root().resolve("jyro-interop/src/test/python/console.py").toString());
        peer.awaitLine("READY");
        return new Python(peer);
    }

    /** Executes a source text; fails the test if it raises. */
    public void run(String source) {
        eval(source);
    }

    /** The repr of a source text's last expression; fails the test if it raises. */
    public String eval(String source) {
        String[] answer = answer(source);
        if (!answer[0].equals("RETURNED")) {
            throw peer.failure("raised from\n" + source + "\n" + answer[4]);
        }
        return answer[1];
    }

    /** What a source text raises; fails the test if it does not. */
    public Raised raised(String source) {
        String[] answer = answer(source);
        if (!answer[0].equals("RAISED")) {
            throw peer.failure("should have raised but returned " + answer[1] + " from\n" + source);
        }
        return new Raised(answer[1], answer[2], answer[3], answer[4]);
    }

    /** A Python literal of a text. */
    public static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"")
                .replace("\n", "\\n").replace("\r", "\\r") + '"';
    }

    /** Ends it as a crash would, and its connections with it. */
    public void kill() {
        peer.close();
    }

    @Override
    public void close() {
        peer.close();
    }

    private String[] answer(String source) {
        peer.send(source.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t"));
        String[] parts = peer.line().split("\t", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = unescaped(parts[i]);
        }
        return parts;
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (line.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> line.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
