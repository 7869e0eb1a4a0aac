package io.jyro.benchmarks;

/**
 * The programs that start the processes of a comparison.
 *
 * @param jvm for processes written in Java
 * @param python for processes written in Python
 */
record Programs(ChildJvm jvm, PythonPeers python) {}
