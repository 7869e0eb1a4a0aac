package io.jyro.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cores on which server and client run. */
enum Pinning {
    /** Both on the same core: measures the length of the code path. */
    ONE("pinned to one core"),

    /** On a core each: mainly measures how long it takes to wake an idle core. */
    APART("pinned to a core each"),

    /** Wherever the scheduler puts them. */
    FREE("not pinned");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final String description;

    Pinning(String description) {
        this.description = description;
    }

    /** Returns the end of the sentence "server and client run ...". */
    String description() {
        return description;
    }

    /**
     * Checks that this machine supports the pinning.
     *
     * @throws IOException saying what is missing and what to do
     */
    void check() throws IOException {
        if (this == FREE) {
            return;
        }
        if (!isOnPath("taskset")) {
            throw new IOException(
                    "pinning processes to a core needs the command taskset, which is not on the"
                            + " path; install util-linux, or measure with --free");
        }
        if (this == APART && cores().size() < 2) {
            throw new IOException("a separate core for each process needs two cores, but this"
                    + " process may use only "
                    + cores() + "; measure with --pin one or --free");
        }
    }

    List<String> server(List<String> command) throws IOException {
        return this == FREE ? command : pinned(command, cores().getFirst());
    }

    List<String> client(List<String> command) throws IOException {
        return switch (this) {
            case ONE -> pinned(command, cores().getFirst());
            case APART -> pinned(command, cores().get(1));
            case FREE -> command;
        };
    }

    private static List<String> pinned(List<String> command, int core) {
        List<String> whole = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        whole.addAll(command);
        return whole;
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    // Not simply 0 and 1: a container may be allowed other cores.
    private static List<Integer> cores() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(ALLOWED)) {
                return parseCores(line.substring(ALLOWED.length()).strip());
            }
        }
        throw new IOException(STATUS + " has no line " + ALLOWED + "; measure with --free");
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> parseCores(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String part : list.split(",")) {
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = first; core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }
}
