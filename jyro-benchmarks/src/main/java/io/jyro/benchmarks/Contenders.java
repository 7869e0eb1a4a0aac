package io.jyro.benchmarks;

import java.util.List;

import io.jyro.Dialect;

/** All contenders by name, so that a child process finds the one it is to be. */
final class Contenders {
    /** A synchronous echo of a short text; the first is what the others are compared with. */
    static final List<Contender> ECHO = List.of(new RawSocket(), new JyroEcho(Dialect.V48),
            new JyroEcho(Dialect.V502));

    private Contenders() {}

    static Contender named(String name) {
        return ECHO.stream().filter(contender -> contender.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is called " + name
                        + "; there are " + ECHO.stream().map(Contender::name).toList()));
    }
}
