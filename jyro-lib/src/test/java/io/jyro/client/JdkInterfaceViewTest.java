package io.jyro.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.jyro.Expose;
import io.jyro.Loopback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Interfaces of the JDK as views of remote objects: their default methods run here, the others there. */
class JdkInterfaceViewTest {
    /** What all of these interfaces ask for. */
    @Expose
    public static class Lengths {
        public int apply(String text) {
            return text.length();
        }

        public int compare(String one, String other) {
            return Integer.compare(one.length(), other.length());
        }

        public String get() {
            return "supplied";
        }

        public boolean test(String text) {
            return text.isEmpty();
        }
    }

    /** Takes callbacks as such interfaces. */
    @Expose
    public static class Taker {
        public Object applied(Function<String, Integer> function) {
            return function.andThen(length -> length + 1).apply("four");
        }

        public List<String> sorted(Comparator<String> order, List<String> texts) {
            List<String> sorted = new ArrayList<>(texts);
            sorted.sort(order.reversed());
            return sorted;
        }

        public @Nullable Object supplied(Supplier<String> supplier) {
            return supplier.get();
        }
    }

    /** A view of a program's own with methods of the JDK's. */
    interface OwnFunction extends Function<String, Integer> {
        default int twice(String text) {
            return 2 * apply(text);
        }
    }

    private final Loopback loopback = new Loopback();
    private final Proxy lengths = loopback.serve(new Lengths());
    private final Proxy taker = loopback.serve(new Taker());

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aFunctionIsAppliedThereAndComposedHere() {
        Function<Object, Integer> length = lengths.as(Function.class);

        assertThat(length.apply("four")).isEqualTo(4);
        assertThat(length.andThen(n -> n * 10).compose(n -> "x" + n).apply("yz")).isEqualTo(30);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aComparatorComparesThereAndIsReversedHere() {
        Comparator<String> shortest = lengths.as(Comparator.class);
        List<String> texts = new ArrayList<>(List.of("ccc", "a", "bb"));
        texts.sort(shortest);

        assertThat(texts).containsExactly("a", "bb", "ccc");
        texts.sort(shortest.reversed().thenComparing(Comparator.naturalOrder()));
        assertThat(texts).containsExactly("ccc", "bb", "a");
        assertThat(shortest).isEqualTo(lengths.as(Comparator.class));
    }

    @Test
    @SuppressWarnings("unchecked")
    void predicatesAndSuppliersToo() {
        Predicate<String> empty = lengths.as(Predicate.class);

        assertThat(empty.negate().test("x")).isTrue();
        assertThat(lengths.as(Supplier.class).get()).isEqualTo("supplied");
    }

    @Test
    void anInterfaceOfAProgramInheritsFromTheJdks() {
        OwnFunction own = lengths.as(OwnFunction.class);

        assertThat(own.twice("four")).isEqualTo(8);
        assertThat(own.andThen(n -> n + 1).apply("four")).isEqualTo(5);
    }

    @Test
    void callbacksArriveAsSuchInterfaces() {
        assertThat(taker.call("applied", lengths)).isEqualTo(5);
        assertThat(taker.call("sorted", lengths, List.of("a", "bbb", "cc")))
                .isEqualTo(List.of("bbb", "cc", "a"));
        assertThat(taker.call("supplied", lengths)).isEqualTo("supplied");
    }
}
