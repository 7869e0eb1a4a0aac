package io.jyro;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every reference from code, Javadoc and documentation to a page leads somewhere, and none leads out of the repository.
 * Code refers to pages by their path from the root, to the protocol by section ({@code docs/protocol.md, 3.7}), which Javadoc
 * prints as it is. Pages refer to each other by relative links.
 */
class ReferencesTest {
    private static final Path ROOT = Path.of(System.getProperty("jyro.root", "..")).toAbsolutePath()
            .normalize();
    private static final Pattern SUPERCLASS = Pattern.compile("class \\w+(?:<.*>)? extends (\\w+)");
    private static final Set<String> TEXTS = Set.of("java", "md", "html", "py", "xml",
            "properties");
    private static final Set<String> GENERATED = Set.of("target", "node_modules");

    private static final List<String> PACKAGES_OF_THE_JDK = List.of("java.lang", "java.lang.ref",
            "java.util",
            "java.util.concurrent", "java.time", "java.net", "java.security.cert", "javax.net.ssl");

    // With its folder, or in capitals as README.md; others are names of files that tests write.
    private static final Pattern PAGE = Pattern
            .compile("(?<![\\w./-])(?:(?:[\\w-]+/)+[\\w-]+|[A-Z_]{4,})\\.md\\b");
    // "docs/protocol.md, 2.3 and 2.4" or, with a title, @see "docs/protocol.md, 3.9 Serialized blobs"
    private static final Pattern SECTION = Pattern
            .compile(
                    "docs/protocol\\.md(?:, | )((?:\\d+(?:\\.\\d+)*|[A-D]\\b)(?:(?:, | and )\\d+(?:\\.\\d+)*)*)");
    private static final Pattern TITLED = Pattern
            .compile("@see \"docs/protocol\\.md, (\\S+) ([^\"]+)\"");
    private static final Pattern SEE_PAGE = Pattern.compile("@see \"[^\"]*\\.md[^\"]*\"");
    private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");
    // `Proxy`, `Proxy.call` or `Proxy.call(name)`; Pyro.Daemon is an object id
    private static final Pattern CLASS = Pattern
            .compile("`(?!Pyro\\.)([A-Z][a-z]\\w+)(?:\\.(\\w+))*(?:\\([^`]*\\))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern NUMBERED = Pattern.compile("(\\d+(?:\\.\\d+)*|[A-D])\\.? (.+)");
    // The start of a line of a comment, within a sentence.
    private static final Pattern LINE_BREAK = Pattern.compile("\\n\\s*(?:\\*(?!/)|//)?\\s*");

    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void listFiles() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean ours = folder.equals(ROOT)
                        || !name.startsWith(".") && !GENERATED.contains(name);
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (TEXTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void pagesThatTextsNameExist() throws IOException {
        List<String> lost = new ArrayList<>();
        int[] found = {0};

        for (Path file : files) {
            if (file.endsWith("ReferencesTest.java")) {
                continue;
            }
            // Links of pages are relative to these, and have a test of their own.
            each(PAGE, LINK.matcher(sentences(file)).replaceAll(""), page -> {
                found[0]++;
                if (!Files.isRegularFile(ROOT.resolve(page.group()))) {
                    lost.add(where(file) + " names " + page.group());
                }
            });
        }

        assertThat(found[0]).isGreaterThan(100);
        assertThat(lost).isEmpty();
    }

    @Test
    void sectionsOfTheProtocolThatCodeNamesExist() throws IOException {
        Map<String, String> titles = protocolSections();
        List<String> lost = new ArrayList<>();
        int[] found = {0};

        for (Path file : sources()) {
            String text = sentences(file);
            each(SECTION, text, reference -> {
                for (String section : reference.group(1).split(", | and ", -1)) {
                    found[0]++;
                    if (!titles.containsKey(section)) {
                        lost.add(where(file) + " names section " + section);
                    }
                }
            });
            each(TITLED, text, reference -> {
                String title = titles.get(reference.group(1));
                if (title == null || !title.startsWith(reference.group(2))) {
                    lost.add(where(file) + " has the title " + reference.group(2) + " for "
                            + reference.group(1) + ", which is " + title);
                }
            });
        }

        assertThat(found[0]).isGreaterThan(100);
        assertThat(lost).isEmpty();
    }

    @Test
    void referencesToTheProtocolNameTheirSection() throws IOException {
        List<String> vague = new ArrayList<>();

        for (Path file : sources()) {
            each(SEE_PAGE, sentences(file), reference -> {
                if (reference.group().contains("protocol.md")
                        && !TITLED.matcher(reference.group()).matches()) {
                    vague.add(where(file) + ": " + reference.group());
                }
            });
        }

        assertThat(vague).isEmpty();
    }

    @Test
    void javadocLinksToNoFile() throws IOException {
        List<String> dead = new ArrayList<>();

        for (Path file : files) {
            if (!file.toString().endsWith(".md") && !isTest(file)) {
                each(HREF, Files.readString(file), link -> {
                    String target = link.group(1);
                    if (!target.startsWith("https://") && !target.startsWith("#")) {
                        dead.add(where(file) + " links to " + target);
                    }
                });
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void linksOfPagesLeadToFilesAndHeadingsOfTheRepository() throws IOException {
        List<String> dead = new ArrayList<>();
        int found = 0;

        for (Path page : files) {
            if (!page.toString().endsWith(".md")) {
                continue;
            }
            for (String target : relativeLinks(page)) {
                found++;
                String problem = problem(page, target);
                if (problem != null) {
                    dead.add(where(page) + " links to " + target + ": " + problem);
                }
            }
        }

        assertThat(found).isGreaterThan(50);
        assertThat(dead).isEmpty();
    }

    private static List<String> relativeLinks(Path page) throws IOException {
        List<String> links = new ArrayList<>();
        each(LINK, Files.readString(page), link -> links.add(link.group(1)));
        links.removeIf(link -> link.startsWith("https://") || link.startsWith("http://"));
        return links;
    }

    @Test
    void classesAndMembersThatInternalPagesNameExist() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".java")) {
                sources.put(name.substring(0, name.length() - ".java".length()),
                        Files.readString(file));
            }
        }
        List<String> lost = new ArrayList<>();
        int[] found = {0};

        for (Path page : internalPages()) {
            each(CLASS, Files.readString(page), reference -> {
                found[0]++;
                String source = sources.get(reference.group(1));
                String member = reference.group(2);
                if (source == null
                        ? !isOfTheJdk(reference.group(1))
                        : member != null && !has(member, source, sources)) {
                    lost.add(where(page) + " names " + reference.group());
                }
            });
        }

        assertThat(found[0]).isGreaterThan(100);
        assertThat(lost).isEmpty();
    }

    private List<Path> internalPages() {
        Path docs = ROOT.resolve("docs");
        Set<Path> internal = Set.of(docs.resolve("architecture.md"),
                docs.resolve("concurrency.md"));
        return files.stream().filter(file -> internal.contains(file)
                || file.startsWith(docs.resolve("decisions"))).toList();
    }

    // Members of superclasses count, as those of a builder do.
    private static boolean has(String member, String source, Map<String, String> sources) {
        return Pattern.compile("\\b" + member + "\\b").matcher(source).find()
                || SUPERCLASS.matcher(source).results().map(match -> sources.get(match.group(1)))
                        .anyMatch(above -> above != null && has(member, above, sources));
    }

    private static boolean isOfTheJdk(String name) {
        return PACKAGES_OF_THE_JDK.stream().anyMatch(of -> {
            try {
                return Class.forName(of + "." + name, false, null).getSimpleName().equals(name);
            } catch (ClassNotFoundException e) {
                return false;
            }
        });
    }

    private static @Nullable String problem(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty()
                ? page
                : page.resolveSibling(path).toAbsolutePath().normalize();
        if (!file.startsWith(ROOT)) {
            return "outside of the repository";
        }
        if (!Files.exists(file)) {
            return "no such file";
        }
        if (hash < 0 || !file.toString().endsWith(".md")) {
            return null;
        }
        return anchors(file).contains(target.substring(hash + 1)) ? null : "no such heading";
    }

    private static Map<String, String> protocolSections() throws IOException {
        return headings(ROOT.resolve("docs/protocol.md")).stream().map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .collect(toMap(heading -> heading.group(1),
                        heading -> heading.group(2).replace("`", "")));
    }

    private static List<String> headings(Path page) throws IOException {
        List<String> headings = new ArrayList<>();
        each(HEADING, Files.readString(page), heading -> headings.add(heading.group(1)));
        return headings;
    }

    // Those set by hand, and those of headings as GitHub makes them: of letters, digits, underscores and hyphens; a
    // repeated one gets a number.
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        each(ANCHOR, Files.readString(page), anchor -> anchors.add(anchor.group(1)));
        for (String heading : headings(page)) {
            String anchor = heading.strip().toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
            int repeated = 1;
            for (String first = anchor; !anchors.add(anchor); repeated++) {
                anchor = first + "-" + repeated;
            }
        }
        return anchors;
    }

    /** All files but the pages, which use links, and this one, whose patterns look like references. */
    private List<Path> sources() {
        return files.stream().filter(file -> !file.toString().endsWith(".md")
                && !file.endsWith("ReferencesTest.java")).toList();
    }

    private static String sentences(Path file) throws IOException {
        return LINE_BREAK.matcher(Files.readString(file)).replaceAll(" ");
    }

    private static void each(Pattern pattern, String text, Consumer<Matcher> action) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            action.accept(matcher);
        }
    }

    private static boolean isTest(Path file) {
        return file.toString().replace('\\', '/').contains("/src/test/");
    }

    private static String where(Path file) {
        return ROOT.relativize(file).toString();
    }
}
