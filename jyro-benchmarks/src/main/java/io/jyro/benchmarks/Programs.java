package io.jyro.benchmarks;

/**
 * What the processes of a comparison are started with.
 *
 * @param jvm for those written in Java
 * @param python for those written in Python
 */
record Programs(ChildJvm jvm, PythonPeers python) {}
