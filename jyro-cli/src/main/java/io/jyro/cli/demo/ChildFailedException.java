package io.jyro.cli.demo;

import java.util.List;

/** A child process failed, or was not ready or done in time. Contains its output until then. */
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
