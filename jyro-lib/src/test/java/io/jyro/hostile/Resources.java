package io.jyro.hostile;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jyro.server.Daemon;

/** What this process holds now: descriptors, threads, memory. A test waits for a number, never for a time. */
public final class Resources {
    private static final int STRAY_DESCRIPTORS = 16;

    private Resources() {}

    /** The open files and sockets. */
    public static long descriptors() {
        return system().getOpenFileDescriptorCount();
    }

    /** Waits until no more descriptors are open than before, but for a few that the JDK keeps for itself. */
    public static void awaitDescriptors(long before) {
        while (descriptors() > before + STRAY_DESCRIPTORS) {
            Thread.onSpinWait();
        }
    }

    /** The platform threads of this process. */
    public static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** The platform threads of a daemon that serve connections. */
    public static long servingThreads(Daemon daemon) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("jyro-" + daemon.port() + "-\\d+"))
                .count();
    }

    /** The bytes of all reachable objects. */
    @SuppressWarnings("CallToSystemGC")
    public static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static UnixOperatingSystemMXBean system() {
        return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
