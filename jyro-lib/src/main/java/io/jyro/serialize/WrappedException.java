package io.jyro.serialize;

/**
 * An exception that is an item of a batch's result, thrown only when that item is read.
 *
 * @see "docs/protocol.md, 3.5 Batch"
 */
public record WrappedException(Throwable exception) {}
