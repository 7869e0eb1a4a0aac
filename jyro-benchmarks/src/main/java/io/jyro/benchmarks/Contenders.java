package io.jyro.benchmarks;

import java.util.List;

import io.jyro.Dialect;

/** All contenders by what they do, so that a child process finds the one it is to be. */
final class Contenders {
    /** A synchronous echo of a short text; the first is what the others are compared with. */
    static final List<Contender> ECHO = List.of(new RawSocket(Work.ECHO), new JyroEcho(Dialect.V48),
            new JyroEcho(Dialect.V502));

    private Contenders() {}

    /** The one of that {@link Contender#id}. */
    static Contender of(String id) {
        int slash = id.indexOf('/');
        Work work = Work.valueOf(id.substring(0, slash));
        String name = id.substring(slash + 1);
        return work.contenders().stream().filter(contender -> contender.name().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "no contender of " + work + " is called " + name + "; there are "
                                + work.contenders().stream().map(Contender::name).toList()));
    }
}
