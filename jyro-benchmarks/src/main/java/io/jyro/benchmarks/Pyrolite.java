package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.jyro.benchmarks.codec.Values;
import net.razorvine.pyro.PyroProxy;
import net.razorvine.pyro.PyroURI;

/**
 * Pyrolite, the Java client of Pyro's project, and a stock daemon of Pyro5 in Python; with serpent, its only
 * serializer.
 */
record Pyrolite(Work work) implements JavaClient {
    @Override
    public String name() {
        return "pyrolite";
    }

    @Override
    public Optional<String> missing(Programs programs) throws IOException, InterruptedException {
        return programs.python().missing(PythonPeers.Pyro.PYRO5);
    }

    @Override
    public List<String> serverCommand(Programs programs) {
        return StockPyro.server(programs, PythonPeers.Pyro.PYRO5, work);
    }

    @Override
    public Caller connect(String endpoint) throws Exception {
        PyroProxy proxy = new PyroProxy(new PyroURI(endpoint));
        return work.isShared() // a Pyrolite proxy is for one thread at a time
                ? Calling.takingTurns(action(proxy), proxy::close)
                : new Calling(action(proxy), proxy::close);
    }

    private Calling.Action action(PyroProxy proxy) throws Exception {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> Calling
                    .echo(text -> proxy.call(EchoMessages.METHOD, text));
            case ONEWAY -> Calling.oneway(() -> proxy.call_oneway("note", EchoMessages.TEXT),
                    () -> (int) proxy.call("noted"));
            case BYTES_1, BYTES_100 -> Calling.size(work, bytes -> proxy.call("size", bytes));
            case GRAPH -> Calling.same(Values.graph(), graph -> proxy.call("same", graph));
            case FUTURES, ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100 ->
                throw work.unsupportedBy("Pyrolite");
        };
    }
}
