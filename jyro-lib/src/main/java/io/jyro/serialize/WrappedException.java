package io.jyro.serialize;

/**
 * An exception that is an item of a batch's result, and does not fly until it is looked at.
 *
 * @see "docs/protocol.md, 3.5 Batch"
 */
public record WrappedException(Throwable exception) {}
