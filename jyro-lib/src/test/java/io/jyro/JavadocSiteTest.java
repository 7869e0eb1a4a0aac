package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** The Javadoc site has the packages that are API, and its overview names each of them. */
class JavadocSiteTest {
    private static final Path MODULE = Path.of(System.getProperty("jyro.root", ".."), "jyro-lib");
    private static final Pattern EXCLUDED = Pattern
            .compile("<excludePackageNames>([^<]*)</excludePackageNames>");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern LINKED = Pattern.compile("\\{@link (io\\.jyro(?:\\.[a-z]+)?)\\}");

    @Test
    void packagesThatAreNotApiSaySoAndAreLeftOut() throws IOException {
        Set<String> notApi = descriptions().entrySet().stream()
                .filter(description -> description.getValue().contains("<p>Not API: "))
                .map(Map.Entry::getKey).collect(toSet());

        assertThat(excluded()).isNotEmpty().isEqualTo(notApi);
    }

    @Test
    void theOverviewNamesEachPackageOfTheApi() throws IOException {
        Set<String> api = new TreeSet<>(descriptions().keySet());
        api.removeAll(excluded());

        Set<String> linked = LINKED
                .matcher(Files.readString(MODULE.resolve("src/main/javadoc/overview.html")))
                .results().map(link -> link.group(1)).collect(toSet());

        assertThat(linked).isEqualTo(api);
    }

    private static Set<String> excluded() throws IOException {
        Matcher matcher = EXCLUDED.matcher(Files.readString(MODULE.resolve("pom.xml")));
        assertThat(matcher.find()).isTrue();
        return Arrays.stream(matcher.group(1).split(",", -1)).map(String::strip).collect(toSet());
    }

    private static Map<String, String> descriptions() throws IOException {
        Map<String, String> descriptions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(MODULE.resolve("src/main/java"))) {
            for (Path file : files.filter(each -> each.endsWith("package-info.java")).toList()) {
                String text = Files.readString(file);
                Matcher matcher = PACKAGE.matcher(text);
                assertThat(matcher.find()).as(file.toString()).isTrue();
                descriptions.put(matcher.group(1), text);
            }
        }
        return descriptions;
    }
}
