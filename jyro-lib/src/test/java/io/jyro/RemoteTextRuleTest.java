package io.jyro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text of other machines reaches logs and error messages only through {@link RemoteText}. Every value in a log call or
 * in the message of an exception is therefore wrapped, of a kind that cannot be such text, or on the reviewed list.
 */
class RemoteTextRuleTest {
    private static final String LIST = "jyro-lib/src/test/resources/io/jyro/reviewed-text.txt";
    private static final List<String> MODULES = List.of("jyro-lib", "jyro-pickle",
            "jyro-nameserver", "jyro-cli");

    private static final Pattern LOG_CALL = Pattern
            .compile("([\\w.]+(?:\\(\\)[\\w.]*)*)\\.(trace|debug|info|warn|error)\\(");
    private static final Pattern LOGGER = Pattern.compile("log(?:\\(\\))?|LOG");
    private static final Pattern OTHER_WAYS_TO_LOG = Pattern.compile(
            "(?:\\.at(?:Trace|Debug|Info|Warn|Error)\\(|::(?:trace|debug|info|warn|error)\\b"
                    + "|printStackTrace\\(|System\\.(?:out|err)\\b)");
    private static final Pattern EXCEPTION = Pattern
            .compile("\\bnew \\w*(?:Exception|Error|Refused)\\(|\\bthrow [\\w.]+\\(");

    /** Values that are never text of another machine, wherever they are. */
    private static final Pattern HARMLESS = Pattern.compile(String.join("|",
            "RemoteText\\.(?:shown|message|described|loggable)\\(.*\\)",
            "[A-Z][A-Z_0-9]*", "\\w+\\.[A-Z][A-Z_0-9]*", // constants
            ".*\\.getClass\\(\\)\\.get(?:Simple|Type)?Name\\(\\)", // classes that are loaded here
            "(?:\\w+(?:\\(\\))?\\.)+(?:size|length|count|bitLength|toMillis|toSeconds|version|pyro|pyroName|code)\\(\\)",
            "start|at|offset|index|count|length|limit|size|position|port|timeout|dialect", // never text
            "\\w+\\.length", "[\\w.() ]+(?: [-*] [\\w.() ]+)+", // numbers
            "(?:Integer|Long)\\.to\\w+String\\(.*\\)", "HexFormat\\..*"));

    private record Use(String file, int line, String kind, String value) {
        String entry() {
            return file + " " + kind + " " + value;
        }
    }

    @Test
    void everyValueInALogOrAnErrorMessageIsShownAsRemoteTextOrReviewed() {
        List<String> reviewed = reviewed();

        String unknown = uses().stream().filter(use -> !reviewed.contains(use.entry()))
                .map(use -> use.entry() + "    (line " + use.line() + ")")
                .collect(Collectors.joining("\n"));

        assertThat(unknown)
                .as("""
                        These values reach a log line or the message of an exception without RemoteText.
                        If a peer can have any influence on the text, wrap it: RemoteText.shown(name) for a name,
                        RemoteText.message(e) for the message of an exception, RemoteText.loggable(e) for an
                        exception at the end of a log call. If not, add the line (without its number) to
                        %s""",
                        LIST)
                .isEmpty();
    }

    @Test
    void theReviewedListHasNoEntryThatIsNotUsed() {
        List<String> used = uses().stream().map(Use::entry).toList();

        assertThat(reviewed().stream().filter(entry -> !used.contains(entry)))
                .as("remove these from %s", LIST).isEmpty();
    }

    @Test
    void formatsOfLogCallsAreLiterals() {
        assertThat(sources().flatMap(RemoteTextRuleTest::builtFormats))
                .as("a format with text of others in it would have its braces replaced").isEmpty();
    }

    @Test
    void aRawValueIsFoundAcrossLinesCommentsAndChoices() {
        List<Use> found = uses("A.java", """
                class A {
                    void a(String name, Exception e) {
                        log.warn("a \\"quoted), {} of {}: {}", // with, a comment
                                name,
                                RemoteText.shown(name), e.getMessage());
                        warnings().oneways().warn("{}", name, e);
                        throw new PyroException("no " + (name == null ? "name" : "'" + name + "'")
                                + RemoteText.message(e) + 5, e);
                    }
                }
                """);

        assertThat(found).extracting(Use::entry).containsExactly("A.java log name",
                "A.java log e.getMessage()", "A.java limited name", "A.java error name");
    }

    private static List<Use> uses() {
        return sources().flatMap(file -> uses(nameOf(file), read(file)).stream()).toList();
    }

    private static List<Use> uses(String file, String source) {
        JavaCalls java = new JavaCalls(source);
        List<Use> uses = new ArrayList<>();
        for (JavaCalls.Call call : java.calls(LOG_CALL)) {
            String kind = LOGGER.matcher(call.head().group(1)).matches() ? "log" : "limited";
            call.arguments().stream().skip(1).flatMap(argument -> argument.values().stream())
                    .forEach(value -> uses.add(new Use(file, call.line(), kind, value)));
        }
        for (JavaCalls.Call call : java.calls(EXCEPTION)) {
            for (int i = 0; i < call.arguments().size(); i++) {
                JavaCalls.Argument argument = call.arguments().get(i);
                boolean isCause = i > 0 && argument.text().matches("e|cause");
                if (!isCause) {
                    argument.values().forEach(
                            value -> uses.add(new Use(file, call.line(), "error", value)));
                }
            }
        }
        java.find(OTHER_WAYS_TO_LOG).forEach((line, text) -> uses
                .add(new Use(file, line, "log", text)));
        uses.removeIf(use -> HARMLESS.matcher(use.value()).matches()
                || use.kind().equals("limited") && use.value().matches("e|failure")); // made loggable there
        return uses;
    }

    private static Stream<String> builtFormats(Path file) {
        if (nameOf(file).equals("RateLimitedLog.java")) {
            return Stream.empty(); // its callers' formats, which are looked at there
        }
        return new JavaCalls(read(file)).calls(LOG_CALL).stream()
                .filter(call -> !call.arguments().isEmpty()
                        && !call.arguments().getFirst().values().isEmpty())
                .map(call -> nameOf(file) + ":" + call.line());
    }

    private static Stream<Path> sources() {
        return MODULES.stream().map(module -> root().resolve(module).resolve("src/main/java"))
                .flatMap(RemoteTextRuleTest::walk).filter(file -> file.toString().endsWith(".java"))
                .sorted();
    }

    private static List<String> reviewed() {
        String file = "";
        List<String> entries = new ArrayList<>();
        for (String line : read(root().resolve(LIST)).lines().toList()) {
            if (line.startsWith("  ")) {
                entries.add(file + " " + line.strip());
            } else if (!line.startsWith("#")) {
                file = line.strip();
            }
        }
        return new ArrayList<>(new TreeSet<>(entries));
    }

    private static Path root() {
        return Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
    }

    private static String nameOf(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.substring(path.indexOf("io/jyro/") + "io/jyro/".length());
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
