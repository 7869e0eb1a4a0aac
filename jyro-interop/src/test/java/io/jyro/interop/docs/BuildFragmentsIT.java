package io.jyro.interop.docs;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages tell users to put into their builds names what this build makes, and the switches that it needs. */
class BuildFragmentsIT {
    private static final Pattern COORDINATES = Pattern.compile(
            "(?:implementation|runtimeOnly)\\(\"([^\":]+:[^\":]+:[^\":]+)\"\\)");

    private static Element parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml))).getDocumentElement();
    }

    private static String child(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Element pom() throws Exception {
        return parsed(Page.of("pom.xml").text());
    }

    /** What may be depended on: this build's library, and the logging provider in the version of this build. */
    private static List<String> known() throws Exception {
        Element pom = pom();
        return List.of("io.jyro:jyro:" + child(pom, "version"),
                "ch.qos.logback:logback-classic:" + child(pom, "logback.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void theMavenFragmentsNameArtifactsOfThisBuild(String page) throws Exception {
        Element all = parsed("<all>" + String.join("", Page.of(page).blocks("xml")) + "</all>");
        NodeList dependencies = all.getElementsByTagName("dependency");

        assertThat(IntStream.range(0, dependencies.getLength())
                .mapToObj(i -> (Element) dependencies.item(i))
                .map(each -> child(each, "groupId") + ":" + child(each, "artifactId") + ":"
                        + child(each, "version")))
                .isNotEmpty().isSubsetOf(known());
    }

    @Test
    void theMavenFragmentOfAProjectSetsRelease21AndTheNamesOfParameters() throws Exception {
        Element properties = parsed("<all>"
                + Page.of("docs/getting-started.md").block("xml", "<properties>") + "</all>");

        assertThat(child(properties, "maven.compiler.release"))
                .isEqualTo(child(pom(), "maven.compiler.release"));
        assertThat(child(properties, "maven.compiler.parameters")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void theGradleFragmentsNameArtifactsOfThisBuild(String page) throws Exception {
        assertThat(COORDINATES.matcher(Page.of(page).text()).results().map(found -> found.group(1)))
                .contains(known().getFirst()).isSubsetOf(known());
    }

    @Test
    void theGradleFragmentIsCompleteAndSetsTheNamesOfParametersInBothLanguages() throws Exception {
        String fragment = Page.of("docs/getting-started.md").block("kotlin", "io.jyro:jyro");

        assertThat(fragment).contains("mavenLocal()",
                "tasks.withType<JavaCompile> { options.compilerArgs.add(\"-parameters\") }",
                "kotlin { compilerOptions { javaParameters = true } }");
        assertThat(unclosed(fragment)).isEmpty();
    }

    private static Deque<Character> unclosed(String source) {
        Deque<Character> open = new ArrayDeque<>();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            switch (c) {
                case '{', '(' -> open.push(c);
                case '}', ')' -> assertThat(open.poll()).isEqualTo(c == '}' ? '{' : '(');
                default -> {
                }
            }
        }
        return open;
    }
}
