package io.jyro.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.jyro.TypeMismatchException;
import io.jyro.client.exchange.Reply;
import io.jyro.client.link.Call;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import org.jspecify.annotations.Nullable;

/**
 * Converts the reply to a call to a declared Java type: an item stream for iterators and streams, other types as {@link
 * Binding} converts them. A remote method may return a list where a stream is declared. Chosen once for each type;
 * immutable.
 */
abstract class ReplyReader {
    /** The reader for calls that do not declare a type. */
    static final ReplyReader UNTYPED = of(Object.class);

    /** Converts the reply to the declared type; the call is named in messages. */
    abstract @Nullable Object read(Reply reply, Call call, Invoker invoker);

    /** Returns the reader for a type without the context of an interface. */
    static ReplyReader of(Type type) {
        return of(type, Object.class);
    }

    /**
     * Returns the reader for a type that is declared in an interface, which may determine the type variables of its
     * superinterfaces.
     */
    static ReplyReader of(Type type, Class<?> within) {
        Class<?> raw = type instanceof Class<?> plain ? plain : raw(type);
        if (raw == RemoteIterator.class) {
            return new OfIterator(item(type, within));
        }
        if (raw == Iterator.class) {
            return new OfItems(item(type, within), Iterable::iterator);
        }
        if (raw == Iterable.class) {
            return new OfItems(item(type, within), items -> items);
        }
        if (raw == Stream.class || raw == BaseStream.class) {
            return new OfItems(item(type, within), ReplyReader::stream);
        }
        if (raw == IntStream.class) {
            return new OfItems(Bindings.of(int.class),
                    items -> stream(items).mapToInt(Integer.class::cast));
        }
        if (raw == LongStream.class) {
            return new OfItems(Bindings.of(long.class),
                    items -> stream(items).mapToLong(Long.class::cast));
        }
        if (raw == DoubleStream.class) {
            return new OfItems(Bindings.of(double.class),
                    items -> stream(items).mapToDouble(Double.class::cast));
        }
        return new OfValue(Bindings.of(type, within));
    }

    private static @Nullable Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
            default -> null;
        };
    }

    private static Binding item(Type type, Class<?> within) {
        return switch (type) {
            case ParameterizedType generic ->
                Bindings.of(generic.getActualTypeArguments()[0], within);
            case WildcardType wildcard -> item(wildcard.getUpperBounds()[0], within);
            default -> Bindings.of(Object.class);
        };
    }

    private static Stream<?> stream(Iterable<?> items) {
        return items instanceof RemoteItems remote
                ? remote.items().stream()
                : ((Collection<?>) items).stream();
    }

    private static final class OfValue extends ReplyReader {
        private final Binding binding;

        OfValue(Binding binding) {
            this.binding = binding;
        }

        @Override
        @Nullable
        Object read(Reply reply, Call call, Invoker invoker) {
            Object value = reply instanceof Reply.Stream
                    ? RemoteIterator.over(invoker, Bindings.of(Object.class), call, reply)
                    : reply.value();
            Object bound = null;
            try {
                bound = binding.bind(value, reply.budget());
                return bound;
            } catch (TypeMismatchException e) {
                throw e.withContext(call.whatComesOfIt());
            } finally {
                if (value instanceof RemoteIterator<?> items && bound != items) {
                    items.close(); // no caller can read them any more
                }
            }
        }
    }

    private static final class OfIterator extends ReplyReader {
        private final Binding item;

        OfIterator(Binding item) {
            this.item = item;
        }

        @Override
        Object read(Reply reply, Call call, Invoker invoker) {
            return RemoteIterator.over(invoker, item, call, reply);
        }
    }

    private static final class OfItems extends ReplyReader {
        private final Binding item;
        private final Shape shape;

        OfItems(Binding item, Shape shape) {
            this.item = item;
            this.shape = shape;
        }

        @Override
        @Nullable
        Object read(Reply reply, Call call, Invoker invoker) {
            if (reply instanceof Reply.Stream || !(reply.value() instanceof Collection<?> whole)) {
                return shape.of(
                        new RemoteItems(RemoteIterator.over(invoker, item, call, reply)));
            }
            DecodeBudget budget = reply.budget();
            List<@Nullable Object> items = new ArrayList<>(whole.size());
            for (Object next : whole) {
                items.add(RemoteIterator.item(item, next, budget, call, items.size()));
            }
            return shape.of(items);
        }
    }

    private interface Shape {
        Object of(Iterable<?> items);
    }

    /** Items that are fetched from the remote side as they are read; iterable once. */
    private record RemoteItems(RemoteIterator<Object> items) implements Iterable<Object> {
        @Override
        public Iterator<Object> iterator() {
            return items;
        }
    }
}
