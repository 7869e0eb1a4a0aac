package io.jyro.serialize;

import java.util.function.UnaryOperator;

import io.jyro.Dialect;
import io.jyro.PyroUri;

/** The settings that the plain form of an object depends on. */
interface FormContext {
    /** Returns the dialect, which decides the class names of Pyro's own types. */
    Dialect dialect();

    /** Returns whether the tracebacks of exceptions tell all there is. */
    boolean detailedTraceback();

    /** Returns the function that rewrites a uri for the peer, which may reach its daemon at another address. */
    UnaryOperator<PyroUri> uris();

    /** Returns whether the peer reads nanoseconds and zone regions, as only another Jyro does. */
    boolean exactTimes();
}
