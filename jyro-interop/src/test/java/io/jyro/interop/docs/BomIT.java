package io.jyro.interop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jyro.interop.Pyro;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code jyro-bom}, as Maven reads it from a local repository that holds nothing else; and what the poms share. */
class BomIT {
    private static final Pattern MANAGED = Pattern
            .compile("<groupId>io\\.jyro</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*"
                    + "<version>\\$\\{project\\.version}</version>");
    private static final Pattern ARTIFACT = Pattern
            .compile("</parent>\\s*<artifactId>(.*?)</artifactId>");
    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");

    private static final String IMPORT = """
            <dependencyManagement>
              <dependencies>
                <dependency>
                  <groupId>io.jyro</groupId>
                  <artifactId>jyro-bom</artifactId>
                  <version>0.1.0-SNAPSHOT</version>
                  <type>pom</type>
                  <scope>import</scope>
                </dependency>
              </dependencies>
            </dependencyManagement>
            """;

    @TempDir
    Path directory;

    private record Outcome(int status, String printed) {}

    @Test
    void aProgramThatImportsItNamesNoVersions() throws Exception {
        Outcome outcome = validate(IMPORT, "jyro", "jyro-pickle", "jyro-nameserver");

        assertThat(outcome.printed()).doesNotContain("[ERROR]", "[WARNING]");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void withoutItTheVersionsAreMissing() throws Exception {
        Outcome outcome = validate("", "jyro");

        assertThat(outcome.printed())
                .contains("'dependencies.dependency.version' for io.jyro:jyro:jar is missing");
        assertThat(outcome.status()).isNotZero();
    }

    @Test
    void itHasAllModulesThatArePublished() throws IOException {
        List<String> published = new ArrayList<>();
        for (String module : found(MODULE, Files.readString(Pyro.root().resolve("pom.xml")))) {
            String pom = Files.readString(Pyro.root().resolve(module).resolve("pom.xml"));
            if (!pom.contains("<maven.deploy.skip>true<") && !module.equals("jyro-bom")) {
                published.addAll(found(ARTIFACT, pom));
            }
        }

        assertThat(found(MANAGED, Files.readString(bom()))).isEqualTo(published).hasSize(3);
    }

    @Test
    void theAddressOfTheRepositoryIsInOnePlace() throws IOException {
        String address = found(Pattern.compile("<jyro\\.repository>(.*?)</"),
                Files.readString(bom())).getFirst();
        int times = 0;
        try (Stream<Path> files = Files.walk(Pyro.root(), 2)) {
            for (Path file : files.filter(file -> file.endsWith("pom.xml")
                    || file.toString().endsWith(".md")).toList()) {
                times += Files.readString(file).split(Pattern.quote(address), -1).length - 1;
            }
        }

        assertThat(times).isEqualTo(1);
    }

    // Reads the model of a program, which needs no plugin and no network.
    private Outcome validate(String management, String... artifacts) throws Exception {
        Path installed = directory.resolve("repository/io/jyro/jyro-bom/0.1.0-SNAPSHOT");
        Files.createDirectories(installed);
        Files.write(installed.resolve("jyro-bom-0.1.0-SNAPSHOT.pom"), Files.readAllBytes(bom()));
        Path settings = Files.writeString(directory.resolve("settings.xml"), "<settings/>");
        StringBuilder dependencies = new StringBuilder();
        for (String artifact : artifacts) {
            dependencies.append("<dependency><groupId>io.jyro</groupId><artifactId>")
                    .append(artifact).append("</artifactId></dependency>\n");
        }
        Path pom = Files.writeString(directory.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>house</groupId>
                  <artifactId>house</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  %s
                  <dependencies>
                    %s
                  </dependencies>
                </project>
                """.formatted(management, dependencies));
        Process maven = new ProcessBuilder("mvn", "-B", "-o", "-q", "-s", settings.toString(),
                "-gs", settings.toString(),
                "-Dmaven.repo.local=" + directory.resolve("repository"), "-f", pom.toString(),
                "validate").redirectErrorStream(true).start();
        String printed = new String(maven.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(maven.waitFor(), printed);
    }

    private static Path bom() {
        return Pyro.root().resolve("jyro-bom").resolve("pom.xml");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }
}
