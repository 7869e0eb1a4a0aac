package io.jyro.cli.demo;

import java.util.Arrays;
import java.util.Optional;

import io.jyro.PyroException;

/** Checks whether the stack trace of a remote exception names the place in the remote code. */
final class Frames {
    private Frames() {}

    static void check(DemoReport report, PyroException raised, String file) {
        Optional<StackTraceElement> frame = Arrays.stream(raised.getStackTrace())
                .filter(element -> element.getFileName() != null
                        && element.getFileName().endsWith(file))
                .findFirst();
        if (frame.isPresent()) {
            report.show("| at " + frame.get());
        } else {
            report.fail("its stack trace does not name " + file);
        }
    }
}
