package io.jyro.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The byte dumps of docs/protocol.md, 16 are the messages that were captured from Python. */
class WorkedExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "### 16\\.\\d+ `([^`]+)`.*?```\n(.*?)```",
            Pattern.DOTALL);
    // An offset, up to 16 bytes, the same as text.
    private static final Pattern ROW = Pattern
            .compile("(?m)^[0-9a-f]{4} ((?: [0-9a-f]{2}){1,16})  .*$");

    @Test
    void eachDumpIsTheCapturedMessageOfItsName() throws IOException {
        Map<String, String> captured = new LinkedHashMap<>();
        Vectors.all().forEach(
                vector -> captured.put(vector.name(), HexFormat.of().formatHex(vector.bytes())));

        Map<String, String> documented = documented();

        assertThat(documented).hasSizeGreaterThan(20);
        assertThat(captured).containsAllEntriesOf(documented);
    }

    private static Map<String, String> documented() throws IOException {
        String page = Files
                .readString(Path.of(System.getProperty("jyro.root", ".."), "docs", "protocol.md"));
        Map<String, String> examples = new LinkedHashMap<>();
        EXAMPLE.matcher(page).results()
                .forEach(example -> examples.put(example.group(1), bytes(example)));
        return examples;
    }

    private static String bytes(MatchResult example) {
        return ROW.matcher(example.group(2)).results().map(row -> row.group(1).replace(" ", ""))
                .collect(Collectors.joining());
    }
}
