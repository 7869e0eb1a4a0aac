package io.jyro.text;

/** A value that holds others and appends them to a bounded text one by one, instead of making a text of all. */
public interface Shown {
    /** Appends this value as {@code toString} writes it; may stop when the text is full. */
    void showIn(BoundedText text);
}
