package io.jyro.benchmarks;

/** The main program of a contender's server. */
final class ServerProcess {
    static final String READY = "serving ";

    private ServerProcess() {}

    /** Serves as the contender of the work and name that are given, until the parent process goes away. */
    public static void main(String[] arguments) throws Exception {
        JavaServer contender = (JavaServer) Work.valueOf(arguments[0]).contender(arguments[1]);
        try (Contender.Server server = contender.serve()) {
            System.out.println(READY + server.endpoint());
            ChildProcess.awaitEndOfParent();
        }
    }
}
