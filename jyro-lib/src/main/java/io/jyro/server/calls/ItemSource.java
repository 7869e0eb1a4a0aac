package io.jyro.server.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.BaseStream;

import io.jyro.RemoteText;
import io.jyro.serialize.TypeRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A result whose items are fetched one by one instead of being sent whole: an iterator, a stream, an enumeration, an
 * input stream as blocks of its bytes, or an Iterable that is neither a collection nor a value of its own.
 *
 * @param source closed when the items end or are no longer wanted; null if there is nothing to close
 */
public record ItemSource(Iterator<?> items, @Nullable AutoCloseable source) {
    private static final Logger log = LoggerFactory.getLogger(ItemSource.class);

    /** Returns the items of a result, or null if it is sent whole. */
    public static @Nullable ItemSource of(@Nullable Object result, TypeRegistry types) {
        if (result instanceof ItemSource known) {
            return known;
        }
        if (result == null || mayBeItems(result)) {
            return result == null || types.isReference(result) ? null : ofItems(result);
        }
        return result instanceof Iterable<?> items && !(result instanceof Collection<?>)
                && !types.isValue(items)
                        ? new ItemSource(items.iterator(), closeable(items))
                        : null;
    }

    private static boolean mayBeItems(Object result) {
        return result instanceof Iterator<?> || result instanceof InputStream
                || result instanceof BaseStream<?, ?>
                || result instanceof Enumeration<?>;
    }

    private static @Nullable ItemSource ofItems(Object result) {
        return switch (result) {
            case Iterator<?> items -> new ItemSource(items, closeable(items));
            case BaseStream<?, ?> items -> new ItemSource(items.iterator(), items);
            case InputStream bytes -> new ItemSource(new Blocks(bytes), bytes);
            case Enumeration<?> items -> new ItemSource(items.asIterator(), closeable(items));
            default -> null;
        };
    }

    /** Returns these items with a consumer for exceptions of the iterator. */
    public ItemSource reporting(Consumer<Throwable> failed) {
        return new ItemSource(new Iterator<@Nullable Object>() {
            @Override
            public boolean hasNext() {
                try {
                    return items.hasNext();
                } catch (RuntimeException | Error e) {
                    failed.accept(e);
                    throw e;
                }
            }

            @Override
            public @Nullable Object next() {
                try {
                    return items.next();
                } catch (RuntimeException | Error e) {
                    failed.accept(e);
                    throw e;
                }
            }
        }, source);
    }

    /** Returns these items with a task that runs after they have been closed. */
    public ItemSource andThen(Runnable atEnd) {
        return new ItemSource(items, () -> {
            try {
                close();
            } finally {
                atEnd.run();
            }
        });
    }

    /**
     * The bytes of an input stream in blocks. Each contains the bytes that can be read without blocking, but at least
     * one.
     */
    private static final class Blocks implements Iterator<byte[]> {
        private static final int MOST_BYTES = 64 * 1024;

        private final InputStream in;
        private byte @Nullable [] next;

        Blocks(InputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                try {
                    byte[] block = new byte[MOST_BYTES];
                    int length = in.read(block);
                    next = length < 0 ? null : Arrays.copyOf(block, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        @Override
        public byte[] next() {
            byte[] block = hasNext() ? next : null;
            if (block == null) {
                throw new NoSuchElementException("the input stream has ended");
            }
            next = null;
            return block;
        }
    }

    private static @Nullable AutoCloseable closeable(Object items) {
        return items instanceof AutoCloseable source ? source : null;
    }

    /** Closes the source. Its exceptions are only logged, since the items are gone anyway. */
    public void close() {
        if (source != null) {
            try {
                source.close();
            } catch (Exception | Error e) {
                log.warn("closing the source of an item stream failed",
                        RemoteText.loggable(e));
            }
        }
    }
}
