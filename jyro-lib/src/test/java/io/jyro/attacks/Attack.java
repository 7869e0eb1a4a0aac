package io.jyro.attacks;

import io.jyro.Serializer;

/**
 * A payload that is cheap to send and was made to be expensive.
 *
 * @param name what it does, in a few words
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attack(String name, Serializer serializer, byte[] payload) {
    @Override
    public String toString() {
        return serializer.pyroName() + ": " + name;
    }
}
