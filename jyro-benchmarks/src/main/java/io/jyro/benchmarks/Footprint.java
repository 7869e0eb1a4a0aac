package io.jyro.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resources of a process.
 *
 * @param residentKilobytes physical memory, including shared pages
 * @param threads threads of the operating system: platform threads, carriers of virtual threads, and those of the JVM
 * @param descriptors open files and sockets
 * @param heapBytes objects on the Java heap; only live ones if measured directly after a collection
 */
record Footprint(long residentKilobytes, long threads, long descriptors, long heapBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final File DESCRIPTORS = new File("/proc/self/fd");
    private static final String FILES = "Max open files";

    /** Returns the current footprint of this process. */
    static Footprint ofThisProcess() throws IOException {
        String[] descriptors = DESCRIPTORS.list();
        if (descriptors == null) {
            throw new IOException(
                    DESCRIPTORS + " cannot be listed; this is measured on Linux only");
        }
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(status("VmRSS:"), status("Threads:"), descriptors.length,
                runtime.totalMemory() - runtime.freeMemory());
    }

    /** Returns how many files and sockets a JVM may open: it raises its own limit as far as it is allowed to. */
    static long descriptorLimit() throws IOException {
        for (String line : Files.readAllLines(LIMITS)) {
            if (line.startsWith(FILES)) {
                String hard = line.substring(FILES.length()).strip().split(" +")[1];
                return "unlimited".equals(hard) ? Long.MAX_VALUE : Long.parseLong(hard);
            }
        }
        throw new IOException(LIMITS + " has no line " + FILES);
    }

    private static long status(String key) throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).strip().split(" ")[0]);
            }
        }
        throw new IOException(STATUS + " has no line " + key);
    }
}
