package io.jyro.interop.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./jyro nsc} prints what Pyro's tool prints, of a name server of Python's. */
@WithEachPyro
class SameLinesIT {
    private final Pyro pyro;
    private final PeerProcess server;
    private final String port;

    SameLinesIT(Pyro pyro) {
        this.pyro = pyro;
        server = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-ns", "-n", "localhost", "-p", "0",
                "-x");
        String uri = server.awaitLine("URI = ");
        port = uri.substring(uri.lastIndexOf(':') + 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ofQuestions() {
        pyros("register", "house.lamp", "PYRO:a@house:55");
        pyros("register", "house.fan", "PYRO:b@house:55");
        pyros("setmeta", "house.fan", "air");
        String yellowPages = pyro == Pyro.PYRO4 ? "listmeta_" : "yplookup_";

        for (String question : List.of("ping", "list", "list house", "list nothing",
                "listmatching .*fan", "lookup house.lamp", "lookup house.fan",
                yellowPages + "all air",
                yellowPages + "any air fire", yellowPages + "all air fire", "-v ping")) {
            String[] arguments = question.split(" ");
            assertThat(jyros(arguments)).as(question).isEqualTo(pyros(arguments));
        }
    }

    @Test
    void ofChanges() {
        for (String change : List.of("register %s PYRO:a@house:55", "setmeta %s air",
                "setmeta %s", "remove %s", "remove %s")) {
            String[] ofJyro = change.formatted("lamp").split(" ");
            String[] ofPyro = change.formatted("fan").split(" ");

            List<String> told = pyros(ofPyro);
            assertThat(jyros(ofJyro)).as(change).isEqualTo(
                    told.stream().map(line -> line.replace("fan", "lamp")).toList());
        }
    }

    @Test
    void ofErrors() {
        pyros("register", "lamp", "PYRO:a@house:55");

        for (String mistake : List.of("lookup nobody", "register lamp PYRO:a@house:55",
                "setmeta nobody air", "listmatching (")) {
            String[] arguments = mistake.split(" ");
            assertThat(jyrosErrors(arguments)).as(mistake).startsWith(pyros(arguments).getFirst());
        }
    }

    @Test
    void ofTheQuestionBeforeRemovingMany() {
        for (String answer : List.of("n", "y")) {
            pyros("register", "lamp", "PYRO:a@house:55");
            List<String> ofPyro = answering(answer,
                    PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-nsc", at("removematching", "l")));
            pyros("register", "lamp", "PYRO:a@house:55");
            List<String> ofJyro = answering(answer,
                    PeerProcess.ofJyro(nsc("removematching", "l")));

            assertThat(ofJyro).isEqualTo(ofPyro);
        }
    }

    private static List<String> answering(String answer, PeerProcess process) {
        try (process) {
            process.send(answer);
            return process.outcome();
        }
    }

    private List<String> pyros(String... arguments) {
        try (PeerProcess nsc = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-nsc", at(arguments))) {
            return nsc.outcome();
        }
    }

    // Not on standard output, as Pyro's are.
    private String jyrosErrors(String... arguments) {
        try (PeerProcess nsc = PeerProcess.ofJyro(nsc(arguments))) {
            assertThat(nsc.outcome()).containsExactly("status 1");
            return nsc.errors();
        }
    }

    private List<String> jyros(String... arguments) {
        try (PeerProcess nsc = PeerProcess.ofJyro(nsc(arguments))) {
            return nsc.outcome();
        }
    }

    private String[] at(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", "localhost", "-p", port));
        all.addAll(Arrays.asList(arguments));
        return all.toArray(String[]::new);
    }

    private String[] nsc(String... arguments) {
        return Stream.concat(Stream.of("nsc"), Stream.of(at(arguments))).toArray(String[]::new);
    }
}
