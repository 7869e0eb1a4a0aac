package io.jyro.serialize;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Converts Java arrays to their plain form: a list of their elements, or text for characters, like Python's array('u').
 */
final class PlainArrays {
    private PlainArrays() {}

    /** Returns a view of an array of any type but {@code byte[]}. */
    static Object plain(Object array) {
        return switch (array) {
            case char[] characters -> new String(characters);
            case Object[] objects -> Arrays.asList(objects);
            default -> new PrimitiveList(array);
        };
    }

    private static final class PrimitiveList extends AbstractList<@Nullable Object>
            implements
                RandomAccess {
        private final Object array;
        private final int size;

        PrimitiveList(Object array) {
            this.array = array;
            this.size = Array.getLength(array);
        }

        @Override
        public @Nullable Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
