package io.jyro.cli.demo;

import java.util.concurrent.Callable;

import io.jyro.cli.output.ToolOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows, and checks, that Java and Python objects call each other. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = {"Shows that Java and Python objects call each other.",
                "Starts a name server and a Java object, and calls it from Java, from real Pyro4 and from real Pyro5; then"
                        + " calls objects that those host. Every answer is checked. Python is prepared by scripts/python-peers."},
        exitCodeListHeading = "%nStatus:%n",
        exitCodeList = {"0:all was right", "1:something was wrong",
                "2:steps were left out; the output says which and why"})
public final class DemoTool implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new Demo(new ToolOutput(spec.commandLine().getOut()), new Thermostat(),
                PythonPeers.ofCheckout())
                .run();
    }
}
