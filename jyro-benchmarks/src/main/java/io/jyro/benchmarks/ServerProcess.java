package io.jyro.benchmarks;

/** The main program of a contender's server. */
final class ServerProcess {
    static final String READY = "serving ";

    private ServerProcess() {}

    /** Serves as the contender that is named until the parent process goes away. */
    public static void main(String[] arguments) throws Exception {
        try (Contender.Server server = Contenders.of(arguments[0]).serve()) {
            System.out.println(READY + server.endpoint());
            ChildProcess.awaitEndOfParent();
        }
    }
}
