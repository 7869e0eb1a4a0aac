package io.jyro.interop;

import java.nio.file.Files;
import java.nio.file.Path;

import io.jyro.Dialect;
import io.jyro.Protocol;

/** The two Pyros of Python, each installed in an environment of its own by {@code scripts/python-peers}. */
public enum Pyro {
    PYRO4(Dialect.V48, Protocol.V48), PYRO5(Dialect.V502, Protocol.V502);

    private final Dialect dialect;
    private final Protocol protocol;

    Pyro(Dialect dialect, Protocol protocol) {
        this.dialect = dialect;
        this.protocol = protocol;
    }

    public Dialect dialect() {
        return dialect;
    }

    public Protocol protocol() {
        return protocol;
    }

    /** The name of the environment, of the command line tools and, but for its case, of the module. */
    public String lowerCase() {
        return "pyro" + version();
    }

    /** The name of the module. */
    public String module() {
        return "Pyro" + version();
    }

    public int version() {
        return this == PYRO4 ? 4 : 5;
    }

    /** A program of the environment: {@code python}, or one of Pyro's command line tools. */
    Path program(String name) {
        Path program = root().resolve(".python").resolve(lowerCase()).resolve("bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new AssertionError("no " + program
                    + "; run scripts/python-peers, which says why if it cannot be had");
        }
        return program;
    }

    /** The directory of the checkout. */
    public static Path root() {
        String root = System.getProperty("jyro.root");
        if (root == null) {
            throw new AssertionError(
                    "the system property jyro.root should be the directory of the checkout; mvn verify"
                            + " sets it");
        }
        return Path.of(root);
    }
}
