package io.jyro.serialize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The manual says what the code does. */
class ExceptionDocumentationTest {
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `([a-z.]+\\.[A-Z]\\w+)`[^|]*\\| `(\\w+)`[^|]*\\|$");

    @Test
    void theDocumentedTableIsTheTableOfTheCode() throws IOException {
        Map<String, String> code = new LinkedHashMap<>();
        ExceptionMapping.builtinTable().forEach((type, name) -> code.put(type.getName(), name));
        ExceptionMapping.pyroTable().forEach((type, name) -> code.put(type.getName(), name));

        assertThat(documented()).containsExactlyInAnyOrderEntriesOf(code);
    }

    private static Map<String, String> documented() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(Files.readString(root.resolve("docs/exceptions.md"))).results()
                .forEach((MatchResult row) -> rows.put(row.group(1), row.group(2)));
        return rows;
    }
}
