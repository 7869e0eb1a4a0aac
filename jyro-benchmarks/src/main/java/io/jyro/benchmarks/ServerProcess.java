package io.jyro.benchmarks;

/** The main program of a contender's server. */
final class ServerProcess {
    static final String READY = "serving ";

    private ServerProcess() {}

    /** Serves as a contender until the parent process ends. The arguments are work and name. */
    public static void main(String[] arguments) throws Exception {
        JavaServer contender = (JavaServer) Work.valueOf(arguments[0]).contender(arguments[1]);
        try (Contender.Server server = contender.serve()) {
            System.out.println(READY + server.endpoint());
            ChildProcess.awaitEndOfParent();
        }
    }
}
