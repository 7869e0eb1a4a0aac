package io.jyro.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;

/** What a run of the command gave: its status, and what it printed where. */
record Jyro(int status, String out, String err) {
    static Jyro run(String... arguments) {
        return run(Main.commandLine(), arguments);
    }

    static Jyro run(CommandLine command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = command.execute(arguments);
        return new Jyro(status, out.toString(), err.toString());
    }
}
