package io.jyro.cli.demo;

/** One thing that the demo does. What it shows and what it finds wrong goes into the report. */
@FunctionalInterface
interface DemoStep {
    /**
     * Does it.
     *
     * @throws LeftOutException if it cannot be done here, for reasons that are not Jyro's
     * @throws Exception if it went wrong
     */
    void run(DemoReport report) throws Exception;
}
