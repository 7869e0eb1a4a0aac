package io.jyro.cli.demo;

import java.util.List;

/** Another program ended badly, or did not do in time what it should; with what it had printed until then. */
final class ChildFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> output;

    ChildFailedException(String what, List<String> output) {
        super(what);
        this.output = List.copyOf(output);
    }

    List<String> output() {
        return output;
    }
}
