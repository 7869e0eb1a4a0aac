package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page about the configuration is generated from the table in {@link ConfigItem} and matches it. */
class ConfigurationDocTest {
    private static final String REWRITE = "jyro.rewriteDocs";
    private static final String INTRODUCTION = """
            # Configuration

            <!-- Made from the table in io.jyro.ConfigItem by ConfigurationDocTest. -->

            A `PyroConfig` is an immutable value that a daemon, a proxy or another entry point
            receives. Those without one use `PyroConfig.fromEnvironment()`, which reads the
            environment of the process once.

            ```java
            PyroConfig config = PyroConfig.fromEnvironment().toBuilder()
                    .commTimeout(Duration.ofSeconds(5))
                    .build();
            ```

            Each item has an accessor and a builder method with the name in the second column.

            In the environment, `PYRO_COMMTIMEOUT` sets `COMMTIMEOUT`, as in Pyro.
            `JYRO_COMMTIMEOUT` does the same and takes precedence. Pyro5 refuses to start if it
            finds a `PYRO_` variable that it does not know. If Python programs use the same
            environment, spell items that Pyro5 does not have with `JYRO_`. For unknown variables
            Jyro only logs a warning with the nearest item. An invalid value is an error.

            Times are in seconds and may have a fraction. `jyro check-config` prints the settings
            in force, with secrets as `***`.

            | item | in Java | values | default | meaning |
            |---|---|---|---|---|
            """;

    @Test
    void theManualSaysWhatTheTableSays() throws IOException {
        Path page = Path.of(System.getProperty("jyro.root", ".."), "docs", "configuration.md");
        String text = text();

        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(page, text);
        }

        assertThat(Files.readString(page))
                .as("mvn -pl jyro-lib test -Dtest=ConfigurationDocTest -D%s=true writes it again",
                        REWRITE)
                .isEqualTo(text);
    }

    @Test
    void theItemsThatTheSecurityPageNamesExist() throws IOException {
        String page = Files
                .readString(Path.of(System.getProperty("jyro.root", ".."), "docs", "security.md"));
        List<String> named = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`").matcher(page).results()
                .map(result -> result.group(1)).distinct().toList();

        assertThat(named).hasSizeGreaterThan(15)
                .isSubsetOf(ConfigItem.all().stream().map(ConfigItem::itemName).toList());
    }

    private static String text() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        ConfigItem.all().forEach(item -> text.append(row(item)));
        return text.toString();
    }

    private static String row(ConfigItem<?> item) {
        boolean none = item.defaultValue() == null || Set.of("").contains(item.defaultValue());
        return "| `" + item.itemName() + "` | `" + item.javaName() + "` | " + item.kind().allowed()
                + " | "
                + (none ? "" : "`" + item.write(item.defaultValue()) + "`") + " | "
                + item.documentation() + " |\n";
    }
}
