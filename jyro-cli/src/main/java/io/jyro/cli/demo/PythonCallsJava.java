package io.jyro.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The step in which real Pyro calls the Java object. */
final class PythonCallsJava implements DemoStep {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final House house;
    private final PythonPeer peer;
    private final Path script;

    PythonCallsJava(House house, PythonPeer peer, Path script) {
        this.house = house;
        this.peer = peer;
        this.script = script;
    }

    @Override
    public void run(DemoReport report)
            throws IOException, ChildFailedException, InterruptedException {
        try (ChildProcess client = peer.run(script, House.HOST,
                Integer.toString(house.nameServerPort()))) {
            List<String> lines = new ArrayList<>();
            int status = client.awaitEnd(lines::add, LIMIT);
            if (status != 0) {
                throw new ChildFailedException("the client ended with status " + status,
                        client.output());
            }
            report.checkLines(lines, expected());
        }
    }

    private List<String> expected() {
        return List.of("found " + house.thermostatUri(),
                "caller() = protocol " + peer.dialect().version(),
                "target = 20.0", "warm(1.5) = 21.5", "warm(degrees=0.5) = 22.0",
                "history: kitchen 19.5",
                "history: attic 12.0", "batch = [23.0, 25.0]",
                "warm(100) raised ValueError: 125.0 degrees are more than the 30.0 that this thermostat allows",
                "frames of Thermostat.java in its traceback: 1");
    }
}
