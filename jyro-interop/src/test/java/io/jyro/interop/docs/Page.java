package io.jyro.interop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.jyro.interop.Pyro;

/** The programs on a page of the documentation: its fenced blocks of one language, from top to bottom. */
record Page(String text) {

    static Page of(String name) throws IOException {
        return new Page(Files.readString(Pyro.root().resolve(name)));
    }

    List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(text)
                .results().map((MatchResult block) -> block.group(1)).toList();
    }

    /** The only block of a language that has this text in it. */
    String block(String language, String part) {
        List<String> found = blocks(language).stream().filter(block -> block.contains(part))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    found.size() + " blocks of " + language + " contain " + part);
        }
        return found.getFirst();
    }
}
