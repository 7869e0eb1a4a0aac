package io.jyro.text;

/** A container that appends its elements to a bounded text one by one, instead of building the whole text. */
public interface Shown {
    /** Appends this value in the form of its {@code toString}; may stop when the text is full. */
    void showIn(BoundedText text);
}
