package io.jyro.attacks;

import java.lang.reflect.Type;

import io.jyro.Serializer;

/**
 * A payload that is cheap to send and was made to be expensive.
 *
 * @param name what it does, in a few words
 * @param declared the type of the parameter to which its value is given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attack(String name, Serializer serializer, byte[] payload, Type declared) {
    /** One whose value is taken as it is. */
    Attack(String name, Serializer serializer, byte[] payload) {
        this(name, serializer, payload, Object.class);
    }

    @Override
    public String toString() {
        return serializer.pyroName() + ": " + name;
    }
}
