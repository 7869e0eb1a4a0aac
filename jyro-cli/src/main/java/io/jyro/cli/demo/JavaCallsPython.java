package io.jyro.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.jyro.RemoteCallException;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.BatchResult;

/** The step in which a Java client calls an object that real Pyro hosts. */
final class JavaCallsPython implements DemoStep {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final House house;
    private final PythonPeer peer;
    private final Path script;

    JavaCallsPython(House house, PythonPeer peer, Path script) {
        this.house = house;
        this.peer = peer;
        this.script = script;
    }

    @Override
    public void run(DemoReport report)
            throws IOException, ChildFailedException, InterruptedException {
        String name = "house.sensor." + peer.name();
        String port = Integer.toString(house.nameServerPort());
        try (ChildProcess server = peer.run(script, House.HOST, port, name)) {
            server.awaitLine("ready ", LIMIT);
            try (Proxy sensor = house.proxy(name); NameServer names = house.locateNameServer()) {
                sensor.bind(); // so that the proxy has the uri that was found
                report.check("found", sensor.dialect().pyro() + " at " + sensor.uri(),
                        peer.dialect().pyro() + " at " + names.lookup(name));
                untyped(report, sensor);
                typed(report, sensor.as(RemoteSensor.class));
                exception(report, sensor);
            }
        }
    }

    private static void untyped(DemoReport report, Proxy sensor) {
        report.check("measure(\"kitchen\")", sensor.call(double.class, "measure", "kitchen"), 21.5);
        try (RemoteIterator<String> rooms = sensor.stream(String.class, "rooms")) {
            report.check("first of rooms()", rooms.next(), "attic");
        }
        List<BatchResult> results = sensor.batch().call("measure", "attic")
                .call("measure", "kitchen").invoke();
        report.check("batch", results.stream().map(BatchResult::get).toList(), List.of(12.0, 21.5));
    }

    private static void typed(DemoReport report, RemoteSensor sensor) {
        report.check("reading(\"attic\")", sensor.reading("attic"), new Reading("attic", 12.0));
        report.check("rooms()", sensor.rooms().toList(), List.of("attic", "kitchen"));
        sensor.unit("kelvin");
        report.check("unit()", sensor.unit(), "kelvin");
    }

    private void exception(DemoReport report, Proxy sensor) {
        try {
            report.fail("measure(\"cellar\") should raise an exception, but returned "
                    + sensor.call("measure", "cellar"));
        } catch (RemoteCallException e) {
            report.check("measure(\"cellar\") raised", e.getMessage(),
                    "ValueError: there is no sensor in the cellar");
            Frames.check(report, e, script.getFileName().toString());
        }
    }
}
