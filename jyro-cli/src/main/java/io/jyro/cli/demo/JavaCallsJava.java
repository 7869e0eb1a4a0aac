package io.jyro.cli.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.BatchResult;

/** The steps in which a Java client calls the Java object. */
final class JavaCallsJava {
    private final House house;

    JavaCallsJava(House house) {
        this.house = house;
    }

    void untyped(DemoReport report) {
        try (Proxy thermostat = house.proxy(Thermostat.NAME)) {
            thermostat.bind();
            report.check("found", thermostat.uri(), house.thermostatUri());
            thermostat.set("target", 20.0);
            report.check("target", thermostat.get(double.class, "target"), 20.0);
            report.check("warm(1.5)", thermostat.call(double.class, "warm", 1.5), 21.5);
            try (RemoteIterator<Reading> history = thermostat.stream(Reading.class, "history")) {
                report.check("first of history()", history.next(), new Reading("kitchen", 19.5));
            }
            List<BatchResult> results = thermostat.batch().call("warm", 1).call("warm", 2).invoke();
            report.check("batch", results.stream().map(BatchResult::get).toList(),
                    List.of(22.5, 24.5));
        }
    }

    void typed(DemoReport report) throws Exception {
        try (Proxy proxy = house.proxy(Thermostat.NAME)) {
            RemoteThermostat thermostat = proxy.as(RemoteThermostat.class);
            thermostat.target(18.0);
            report.check("target()", thermostat.target(), 18.0);
            report.check("warm(1.5)", thermostat.warm(1.5), 19.5);
            report.check("warmLater(1.5)", thermostat.warmLater(1.5).get(30, TimeUnit.SECONDS),
                    21.0);
            report.check("history()", thermostat.history().toList(),
                    List.of(new Reading("kitchen", 19.5), new Reading("attic", 12.0)));
        }
    }

    void exception(DemoReport report) {
        try (Proxy thermostat = house.proxy(Thermostat.NAME)) {
            thermostat.set("target", 20.0);
            report.fail("warm(100) should raise an exception, but returned "
                    + thermostat.call("warm", 100.0));
        } catch (RemoteCallException e) {
            report.check("warm(100) raised", e.getMessage(),
                    "java.lang.IllegalArgumentException: 120.0 degrees are more than the 30.0 that this thermostat allows");
            Frames.check(report, e, "Thermostat.java");
        }
    }
}
