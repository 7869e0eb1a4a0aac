package io.jyro.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.jyro.cli.output.ToolOutput;

/** Runs the steps of the demo in order. */
final class Demo {
    private final ToolOutput out;
    private final Thermostat thermostat;
    private final PythonPeers python;

    Demo(ToolOutput out, Thermostat thermostat, PythonPeers python) {
        this.out = out;
        this.thermostat = thermostat;
        this.python = python;
    }

    /**
     * Runs the demo. Returns 0 if all steps were right, 1 if a step was wrong, or else 2 if steps
     * were left out.
     */
    int run() {
        out.line("Java and Python objects call each other: two protocols, one port.");
        out.line("");
        DemoReport report = new DemoReport(out);
        try (House house = new House(thermostat); DemoScripts scripts = DemoScripts.unpack()) {
            if (report.step("Start Jyro's name server", house::startNameServer)
                    && report.step("Host a Java object", house::hostThermostat)) {
                JavaCallsJava java = new JavaCallsJava(house);
                report.step("Java calls it by its name", java::untyped);
                report.step("Java calls it through an interface of its own", java::typed);
                report.step("Java gets its exception", java::exception);
                runWithPython(report, house, scripts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the demo's scripts cannot be written to the directory for temporary files",
                    e);
        }
        return report.finish();
    }

    private void runWithPython(DemoReport report, House house, DemoScripts scripts) {
        List<PythonPeer> peers = new ArrayList<>();
        boolean ready = report.step("Prepare real Pyro4 and Pyro5",
                step -> peers.addAll(python.prepare(line -> step.show("| " + line))));
        for (String version : PythonPeers.VERSIONS) {
            String calls = version + " calls the Java object, on the same port";
            String isCalled = "Java calls an object that " + version + " hosts";
            if (ready) {
                PythonPeer peer = peers.removeFirst();
                report.step(calls, new PythonCallsJava(house, peer, scripts.client()));
                report.step(isCalled, new JavaCallsPython(house, peer, scripts.server()));
            } else {
                report.leaveOut(calls, "there is no " + version);
                report.leaveOut(isCalled, "there is no " + version);
            }
        }
    }
}
