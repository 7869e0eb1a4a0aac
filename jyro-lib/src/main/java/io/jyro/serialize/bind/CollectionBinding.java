package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Supplier;

import io.jyro.TypeMismatchException;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Binding of collections; a received collection is used itself if it has the declared type and no element has to be
 * converted.
 */
final class CollectionBinding extends Binding {
    @SuppressWarnings("JdkObsolete") // an ArrayDeque does not allow null
    private static final List<ContainerTypes.Choice<Collection<@Nullable Object>>> CHOICES = List
            .of(
                    new ContainerTypes.Choice<>(ArrayList.class, ArrayList::new),
                    new ContainerTypes.Choice<>(LinkedHashSet.class, LinkedHashSet::new),
                    new ContainerTypes.Choice<>(TreeSet.class, TreeSet::new),
                    new ContainerTypes.Choice<>(LinkedList.class, LinkedList::new),
                    new ContainerTypes.Choice<>(LinkedBlockingDeque.class,
                            LinkedBlockingDeque::new),
                    new ContainerTypes.Choice<>(LinkedTransferQueue.class,
                            LinkedTransferQueue::new));

    private static final int MOST_COMPARED_WITH_ALL = 500;

    private final Binding element;
    private final @Nullable Supplier<? extends Collection<@Nullable Object>> maker;

    CollectionBinding(Class<?> type, Type declared, Binding element) {
        super(type, declared);
        this.element = element;
        this.maker = type == Tuple.class
                ? null
                : type == EnumSet.class
                        ? ContainerTypes.enumSet(element.type())
                        : ContainerTypes.maker(type, CHOICES);
    }

    /**
     * Returns whether collections of a type can be created; of other types only a received value can be returned
     * unchanged.
     */
    static boolean canMake(Class<?> type) {
        return type == EnumSet.class || ContainerTypes.maker(type, CHOICES) != null;
    }

    @SuppressWarnings("ReferenceEquality") // detects whether any element was converted
    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return null;
        }
        Collection<?> elements = ArrayBinding.elements(plain, element, budget);
        if (elements == null) {
            return local(plain);
        }
        boolean same = type().isInstance(plain);
        if (element.takesAnything()) {
            return same ? plain : made(elements, elements, plain, budget);
        }
        if (plain instanceof NdArray array) {
            budget.addConverted(NdArrays.sizeAs(element.type(), array));
        }
        List<@Nullable Object> bound = null;
        int index = 0;
        for (Object next : elements) {
            Object value = bound(next, index, budget);
            if (bound == null && (value != next || !same)) {
                bound = new ArrayList<>(elements.size());
                copy(elements, index, bound);
            }
            if (bound != null) {
                bound.add(value);
            }
            index++;
        }
        return bound == null && same
                ? plain
                : made(bound == null ? List.of() : bound, elements, plain, budget);
    }

    private @Nullable Object bound(@Nullable Object next, int index, ConversionBudget budget) {
        try {
            return element.bind(next, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("[" + index + "]");
        }
    }

    private static void copy(Collection<?> from, int count, List<@Nullable Object> to) {
        int left = count;
        for (Object next : from) {
            if (left-- == 0) {
                return;
            }
            to.add(next);
        }
    }

    private Object made(Collection<?> elements, Collection<?> given, Object plain,
            ConversionBudget budget) {
        budget.addConverted(ConversionBudget.SET + (long) ConversionBudget.ENTRY * elements.size());
        // a tuple that was a key must remain a tuple, because of its order
        if (maker == null || (plain instanceof Tuple && type().isAssignableFrom(Tuple.class))) {
            return Tuple.copyOf(elements);
        }
        Collection<@Nullable Object> made = maker.get();
        try {
            fill(made, elements, given, budget);
        } catch (ClassCastException | NullPointerException e) {
            throw mismatch(
                    PythonNames.of(elements) + " of elements that have no order, or with None", e);
        }
        return made;
    }

    private void fill(Collection<@Nullable Object> made, Collection<?> elements,
            Collection<?> given,
            ConversionBudget budget) {
        if (made instanceof CopyOnWriteArraySet<?>) {
            refuseLong(elements);
        }
        if (made instanceof Set<?> && !(made instanceof SortedSet<?>)) {
            KeyComparisons comparisons = KeyComparisons.ofConverted(budget);
            Iterator<?> from = given.iterator();
            for (Object next : elements) {
                comparisons.add(next, from.next(), made);
                made.add(next);
            }
        } else {
            // All in one call, since some collections copy themselves with every change.
            made.addAll(elements);
        }
    }

    /** Refuses long collections for set classes that compare each new member with all others. */
    private void refuseLong(Collection<?> elements) {
        if (elements.size() > MOST_COMPARED_WITH_ALL) {
            throw mismatch(PythonNames.of(elements) + " of more than " + MOST_COMPARED_WITH_ALL
                    + " elements, which takes too long to fill; declare Set instead", null);
        }
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        Collection<?> elements = ArrayBinding.elements(plain, element, budget);
        return elements == null
                ? fitOfLocal(plain)
                : scoreOf(kindScore(plain), ArrayBinding.worst(element, elements, budget));
    }

    private int kindScore(Object plain) {
        if (type() == Tuple.class) {
            return plain instanceof Tuple ? EXACT : 750;
        }
        if (Set.class.isAssignableFrom(type())) {
            return plain instanceof Set ? EXACT : 600;
        }
        if (List.class.isAssignableFrom(type())) {
            return plain instanceof Set ? 600 : plain instanceof Tuple ? 990 : EXACT;
        }
        return 900;
    }
}
