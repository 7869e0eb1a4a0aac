package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** The documentation of an item says that it has no effect exactly if no code reads it. */
class ConfigItemUseTest {
    private static final Path ROOT = Path.of(System.getProperty("jyro.root", ".."));
    private static final String WITHOUT_EFFECT = "ccepted and without effect";
    /** What an accessor is called on is named so everywhere; the tools read some items before there is a configuration. */
    private static final Pattern READ = Pattern
            .compile("(?:[cC]onfig|settings|base)(?:\\(\\))?\\s*\\.(?!config\\b)(\\w+)\\(\\)"
                    + "|PyroConfig::(\\w+)"
                    + "|value\\(\"(\\w+)\", environment\\)");
    /** These hold, print and check all items alike. */
    private static final Set<String> HOLDERS = Set.of("PyroConfig.java", "ConfigItem.java",
            "ConfigEnvironment.java");
    private static final Pattern DOCUMENTED = Pattern
            .compile("/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s+public [\\w<>@. ]+ (\\w+)\\(\\) \\{");

    private static final Map<String, String> NAMES = ConfigItem.all().stream()
            .collect(toMap(ConfigItem::itemName, ConfigItem::javaName));

    private final Set<String> items = new TreeSet<>(NAMES.values());

    @Test
    void codeReadsTheItemsThatHaveAnEffectAndNoOthers() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : sources()) {
            Matcher found = READ.matcher(Files.readString(source));
            while (found.find()) {
                for (int group = 1; group <= found.groupCount(); group++) {
                    if (found.group(group) != null) {
                        read.add(NAMES.getOrDefault(found.group(group), found.group(group)));
                    }
                }
            }
        }
        read.retainAll(items);

        Set<String> effective = new TreeSet<>(items);
        effective.removeAll(documentedAsWithoutEffect());

        assertThat(read).isEqualTo(effective);
        assertThat(effective).isNotEqualTo(items);
    }

    @Test
    void theJavadocOfAnAccessorSaysSoToo() throws IOException {
        Set<String> saySo = new TreeSet<>();
        int accessors = 0;
        Matcher accessor = DOCUMENTED.matcher(Files.readString(
                ROOT.resolve("jyro-lib/src/main/java/io/jyro/PyroConfig.java")));
        while (accessor.find()) {
            accessors += items.contains(accessor.group(2)) ? 1 : 0;
            if (accessor.group(1).contains(WITHOUT_EFFECT)) {
                saySo.add(accessor.group(2));
            }
        }

        assertThat(saySo).isEqualTo(documentedAsWithoutEffect());
        assertThat(accessors).isEqualTo(items.size());
    }

    private static Set<String> documentedAsWithoutEffect() {
        return ConfigItem.all().stream()
                .filter(item -> item.documentation().contains(WITHOUT_EFFECT))
                .map(ConfigItem::javaName).collect(toCollection(TreeSet::new));
    }

    private static Iterable<Path> sources() throws IOException {
        TreeSet<Path> sources = new TreeSet<>();
        for (String module : new String[]{"jyro-lib", "jyro-pickle", "jyro-nameserver",
                "jyro-cli"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !HOLDERS.contains(String.valueOf(file.getFileName())))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
