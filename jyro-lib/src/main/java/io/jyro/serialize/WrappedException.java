package io.jyro.serialize;

/**
 * An exception that is an item of a batch's result, and does not fly until it is looked at.
 *
 * @see <a href="PROTOCOL.md#35-batch">Batch</a>
 */
public record WrappedException(Throwable exception) {}
