package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.jyro.benchmarks.codec.Values;
import net.razorvine.pyro.PyroProxy;
import net.razorvine.pyro.PyroURI;

/** Pyrolite, the Java client that Pyro's users have, and a stock daemon of Pyro5 in Python; serpent, its only serializer. */
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
    public Caller connect(String endpoint) throws IOException {
        PyroProxy proxy = new PyroProxy(new PyroURI(endpoint));
        return work.isShared() // its proxies are for one thread at a time
                ? Calling.takingTurns(action(proxy), proxy::close)
                : new Calling(action(proxy), proxy::close);
    }

    private Calling.Action action(PyroProxy proxy) throws IOException {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> () -> Calling
                    .check(EchoMessages.TEXT, proxy.call(EchoMessages.METHOD, EchoMessages.TEXT));
            case ONEWAY -> Calling.oneway(() -> proxy.call_oneway("note", EchoMessages.TEXT),
                    () -> (int) proxy.call("noted"));
            case BYTES_1, BYTES_100 -> {
                byte[] bytes = Values.bytes(work.bytes());
                yield () -> Calling.check(bytes.length, proxy.call("size", bytes));
            }
            case GRAPH -> {
                List<Object> graph = Values.graph();
                Calling.check(graph, proxy.call("same", graph));
                yield () -> Calling.check(graph.size(),
                        ((List<?>) proxy.call("same", graph)).size());
            }
            case FUTURES -> throw new IllegalStateException("Pyrolite has no futures");
        };
    }
}
