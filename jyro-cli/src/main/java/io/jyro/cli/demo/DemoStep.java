package io.jyro.cli.demo;

/** A step of the demo. Its output and its errors go into the report. */
@FunctionalInterface
interface DemoStep {
    /**
     * Runs the step.
     *
     * @throws LeftOutException if it cannot be run on this machine, for reasons outside of Jyro
     * @throws Exception if it went wrong
     */
    void run(DemoReport report) throws Exception;
}
