package io.jyro.cli;

import java.util.List;

import io.jyro.Dialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PythonReprTest {
    @Test
    void tagsAreAListForPyro4() {
        assertThat(PythonRepr.tags(List.of("b", "a"), Dialect.V48)).isEqualTo("['a', 'b']");
    }

    @Test
    void tagsAreASetForPyro5() {
        assertThat(PythonRepr.tags(List.of("b", "a"), Dialect.V502)).isEqualTo("{'a', 'b'}");
    }

    @Test
    void quotesAreChosenAsPythonDoes() {
        assertThat(PythonRepr.text("it's")).isEqualTo("\"it's\"");
        assertThat(PythonRepr.text("a \"b\"")).isEqualTo("'a \"b\"'");
        assertThat(PythonRepr.text("it's \"b\"")).isEqualTo("'it\\'s \"b\"'");
    }

    @Test
    void whatCannotBePrintedIsEscaped() {
        assertThat(PythonRepr.text("a\n\t\\\u001b\u00a0\u200b")).isEqualTo(
                "'a\\n\\t\\\\\\x1b\\xa0\\u200b'");
    }

    @Test
    void lettersOfAnyScriptStayAsTheyAre() {
        assertThat(PythonRepr.text("é 漢 😀")).isEqualTo("'é 漢 😀'");
    }
}
