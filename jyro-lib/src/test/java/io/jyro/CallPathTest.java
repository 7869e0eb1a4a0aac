package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The paths of a call in docs/architecture.md: their methods exist, and each is called by one before it. */
class CallPathTest {
    private static final int MOST_LINES = 30;
    private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. (?:.+\\n)(?: {3}.+\\n)*");
    private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    private static final Path ROOT = Path.of(System.getProperty("jyro.root", ".."));

    private final JavaClasses library = new ClassFileImporter().importUrl(
            PyroException.class.getProtectionDomain().getCodeSource().getLocation());

    /** A method that a step of a path names. */
    private record Named(JavaClass owner, String name) {
        @Override
        public String toString() {
            return owner.getSimpleName() + "." + name;
        }
    }

    @Test
    void aCallReachesTheSocketByTheListedMethods() throws IOException {
        List<List<Named>> steps = steps("To the socket", "Back to the caller");

        assertThat(steps).hasSize(7);
        assertThat(steps.get(0)).map(Named::toString).containsExactly("Proxy.call");
        assertThat(steps.get(6)).map(Named::toString).containsExactly("Connection.write");
        for (int i = 1; i < steps.size(); i++) {
            assertThatEachIsCalledFrom(steps.get(i), steps.subList(0, i));
        }
        for (int i = 0; i < steps.size() - 1; i++) {
            assertThatEachCallsOneOf(steps.get(i), steps.subList(i + 1, steps.size()));
        }
    }

    @Test
    void aReplyReturnsByMethodsThatExist() throws IOException {
        assertThat(steps("Back to the caller", "## The path of a served call")).hasSize(5);
    }

    @Test
    void aServedCallTakesTheListedMethods() throws IOException {
        List<List<Named>> steps = steps("## The path of a served call", "## Glossary");

        assertThat(files(steps)).hasSizeLessThanOrEqualTo(8);
        for (int i = 1; i < steps.size(); i++) {
            assertThatEachIsCalledFrom(steps.get(i), steps.subList(0, i));
        }
    }

    @Test
    void theTablesOfContentsAreShort() throws IOException {
        assertThat(lines("Invoker", "    private Reply reply(")).isLessThanOrEqualTo(MOST_LINES);
        assertThat(lines("ServedRequest", "    boolean serve(")).isLessThanOrEqualTo(MOST_LINES);
    }

    private List<List<Named>> steps(String from, String to) throws IOException {
        String text = Files.readString(ROOT.resolve("docs/architecture.md"));
        String section = text.substring(text.indexOf(from), text.indexOf(to));
        return STEP.matcher(section).results().map(MatchResult::group)
                .map(this::methods).toList();
    }

    private List<Named> methods(String step) {
        return METHOD.matcher(step).results()
                .map(found -> new Named(classOf(found.group(1)), found.group(2)))
                .map(this::existing).toList();
    }

    private JavaClass classOf(String simpleName) {
        List<JavaClass> found = library.stream()
                .filter(each -> each.getSimpleName().equals(simpleName) && each.isTopLevelClass())
                .toList();
        assertThat(found).as(simpleName).hasSize(1);
        return found.getFirst();
    }

    private Named existing(Named method) {
        assertThat(method.owner.getAllMethods()).as(method.toString())
                .anyMatch(each -> each.getName().equals(method.name));
        return method;
    }

    private static Set<JavaClass> files(List<List<Named>> steps) {
        return steps.stream().flatMap(List::stream).map(Named::owner)
                .collect(Collectors.toSet());
    }

    private void assertThatEachIsCalledFrom(List<Named> step, List<List<Named>> before) {
        for (Named method : step) {
            assertThat(before.stream().flatMap(List::stream).filter(each -> calls(each, method)))
                    .as("callers of " + method + " among " + before).isNotEmpty();
        }
    }

    private void assertThatEachCallsOneOf(List<Named> step, List<List<Named>> after) {
        for (Named method : step) {
            assertThat(after.stream().flatMap(List::stream).filter(each -> calls(method, each)))
                    .as("methods that " + method + " calls among " + after).isNotEmpty();
        }
    }

    /** Whether a method calls another one, perhaps through other methods of its file. */
    private boolean calls(Named caller, Named called) {
        Set<String> seen = new HashSet<>(List.of(caller.name));
        Deque<String> open = new ArrayDeque<>(seen);
        List<JavaMethodCall> calls = callsOf(caller.owner);
        while (!open.isEmpty()) {
            String name = open.pop();
            for (JavaMethodCall call : calls) {
                if (!call.getOrigin().getName().equals(name)
                        && !isNested(call, caller.owner)) {
                    continue;
                }
                if (call.getName().equals(called.name)
                        && isRelated(call.getTargetOwner(), called.owner)) {
                    return true;
                }
                if (isRelated(call.getTargetOwner(), caller.owner) && seen.add(call.getName())) {
                    open.push(call.getName());
                }
            }
        }
        return false;
    }

    // Of the class, its superclasses, and the classes nested in it.
    private List<JavaMethodCall> callsOf(JavaClass owner) {
        List<JavaMethodCall> calls = new ArrayList<>(owner.getMethodCallsFromSelf());
        owner.getAllRawSuperclasses().forEach(each -> calls.addAll(each.getMethodCallsFromSelf()));
        library.stream().filter(each -> each.getName().startsWith(owner.getName() + "$"))
                .forEach(each -> calls.addAll(each.getMethodCallsFromSelf()));
        return calls;
    }

    private static boolean isNested(JavaMethodCall call, JavaClass owner) {
        return call.getOriginOwner().getName().startsWith(owner.getName() + "$");
    }

    private static boolean isRelated(JavaClass one, JavaClass other) {
        return one.isAssignableTo(other.getName()) || other.isAssignableTo(one.getName());
    }

    /** The number of lines of a method, by its indentation. */
    private int lines(String simpleName, String signature) throws IOException {
        List<String> lines = source(simpleName);
        int begin = 0;
        while (!lines.get(begin).startsWith(signature)) {
            begin++;
        }
        int end = begin;
        while (!lines.get(end).equals("    }")) {
            end++;
        }
        return end - begin + 1;
    }

    private List<String> source(String simpleName) throws IOException {
        String file = classOf(simpleName).getName().replace('.', '/') + ".java";
        try (Stream<String> all = Files.lines(ROOT.resolve("jyro-lib/src/main/java/" + file))) {
            return all.toList();
        }
    }
}
