package io.jyro.server.objects;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.jyro.Attribute;
import io.jyro.Callback;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.Param;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a marker makes reachable: docs/protocol.md, 5.2. */
class ExposureTest {

    @Expose
    static class Whole {
        public int one() {
            return 1;
        }

        public static int statically() {
            return 2;
        }

        int packaged() {
            return 3;
        }
    }

    @Test
    void aMarkedClassOffersItsPublicMethods() {
        assertThat(metadata(Whole.class).methods()).containsExactly("one");
    }

    static class OneMethod {
        @Expose
        public int offered() {
            return 1;
        }

        public int kept() {
            return 2;
        }
    }

    @Test
    void aMarkedMethodIsOfferedAndNoOther() {
        assertThat(metadata(OneMethod.class).methods()).containsExactly("offered");
    }

    static class Child extends Whole {
        public int two() {
            return 2;
        }
    }

    @Test
    void whatIsInheritedFromAMarkedClassIsOfferedAndWhatIsAddedIsNot() {
        assertThat(metadata(Child.class).methods()).containsExactly("one");
    }

    @Expose
    static class MarkedChild extends OneMethod {
        public int own() {
            return 3;
        }
    }

    @Test
    void aMarkedClassDoesNotOfferWhatItInheritsUnmarked() {
        assertThat(metadata(MarkedChild.class).methods()).containsExactly("offered", "own");
    }

    static class Overrider extends Whole {
        @Override
        public int one() {
            return 11;
        }
    }

    @Test
    void anOverrideOfAnExposedMethodIsExposed() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new Overrider()).call("one")).isEqualTo(11);
        }
    }

    @Expose
    interface Named {
        String name();

        default String greeting() {
            return "hello " + name();
        }

        static String util() {
            return "never";
        }
    }

    static class Person implements Named {
        @Override
        public String name() {
            return "Ada";
        }

        public String secret() {
            return "secret";
        }
    }

    @Test
    void aMarkedInterfaceOffersItsMethodsAndDefaultMethods() {
        try (Loopback loopback = new Loopback()) {
            Proxy person = loopback.serve(new Person());

            assertThat(person.metadata().methods()).containsExactlyInAnyOrder("name", "greeting");
            assertThat(person.call("greeting")).isEqualTo("hello Ada");
        }
    }

    @Test
    void aLambdaOfAMarkedInterfaceCanBeServed() {
        try (Loopback loopback = new Loopback()) {
            Named lambda = () -> "Lambda";

            assertThat(loopback.serve(lambda).call("greeting")).isEqualTo("hello Lambda");
        }
    }

    @Test
    void aRecordAndAnEnumConstantCanBeServed() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new Point(3, 4)).call("x")).isEqualTo(3);
            assertThat(loopback.serve(Level.HIGH).call("doubled")).isEqualTo(2);
        }
    }

    @Expose
    record Point(int x, int y) {}

    @Expose
    enum Level {
        LOW,
        HIGH;

        public int doubled() {
            return name().length() / 2;
        }
    }

    @Expose
    static class Generic<T> {
        public T identity(T value) {
            return value;
        }

        public List<T> twice(T value) {
            return List.of(value, value);
        }
    }

    static class Definite extends Generic<Integer> {
        @Override
        public Integer identity(Integer value) {
            return value + 1;
        }
    }

    @Test
    void anOverrideThatMakesAGenericParameterDefiniteIsExposedOnce() {
        try (Loopback loopback = new Loopback()) {
            Proxy definite = loopback.serve(new Definite());

            assertThat(definite.call("identity", 1)).isEqualTo(2);
            assertThat(definite.call("twice", 1)).isEqualTo(List.of(1, 1));
            assertThatThrownBy(() -> definite.call("identity", "text"))
                    .isInstanceOf(RemoteCallException.class);
            assertPythonError(() -> definite.call("twice", "text"), "TypeError",
                    "twice() parameter 'value': expected Integer, but got str");
        }
    }

    record Reading(String room, double celsius) {}

    @Expose
    static class Repository<T> {
        public List<T> twice(T value, List<? extends T> more) {
            return List.of(value, more.getFirst());
        }

        @SafeVarargs
        public final T last(T... values) {
            return values[values.length - 1];
        }
    }

    static class Readings extends Repository<Reading> {
        public Readings() {}

        @Expose
        public double warmest(OptionalDouble least, OptionalInt count, OptionalLong unit) {
            return least.orElse(1) + count.orElse(2) + unit.orElse(4);
        }
    }

    @Test
    void aTypeVariableIsWhatTheExposedClassMakesOfIt() {
        try (Loopback loopback = new Loopback()) {
            Proxy readings = loopback.serve(new Readings());
            Reading reading = new Reading("kitchen", 1);

            assertThat(readings.call(new TypeRef<List<Reading>>() {}, "twice", reading,
                    List.of(reading))).isEqualTo(List.of(reading, reading));
            assertThat(readings.call(Reading.class, "last", reading, reading)).isEqualTo(reading);
            assertPythonError(() -> readings.call("twice", reading, List.of(7)), "TypeError",
                    "twice() parameter 'more'[0]: expected Reading, but got int");
        }
    }

    @Test
    void optionalsOfPrimitivesMayBeLeftOut() {
        try (Loopback loopback = new Loopback()) {
            Proxy readings = loopback.serve(new Readings());

            assertThat(readings.call("warmest")).isEqualTo(7.0);
            assertThat(readings.call("warmest", Kwargs.of("count", 0))).isEqualTo(5.0);
        }
    }

    @Expose
    interface Sink<T> {
        String put(T value);
    }

    static class PlainSink {
        public String put(Integer value) {
            return "put " + value;
        }
    }

    static class InheritingSink extends PlainSink implements Sink<Integer> {}

    @Test
    void anInterfaceThatASuperclassHappensToImplementIsOffered() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new InheritingSink()).call("put", 5)).isEqualTo("put 5");
        }
    }

    @Expose
    static class Covariant {
        public Number number() {
            return 1;
        }
    }

    static class MoreCovariant extends Covariant {
        @Override
        public Integer number() {
            return 2;
        }
    }

    @Test
    void anOverrideWithANarrowerResultIsExposedOnce() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new MoreCovariant()).call("number")).isEqualTo(2);
        }
    }

    @Test
    void aPublicSubclassOfANonPublicMarkedClassOffersWhatItInherits() {
        try (Loopback loopback = new Loopback()) {
            // the compiler puts bridges for the inherited methods into the public class
            assertThat(loopback.serve(new PublicChild()).call("one")).isEqualTo(1);
        }
    }

    /** Public, as the class that it extends is not. */
    public static class PublicChild extends Whole {}

    static class Static {
        @Expose
        public static int marked() {
            return 5;
        }
    }

    @Test
    void aStaticMethodWithItsOwnMarkerIsOffered() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new Static()).call("marked")).isEqualTo(5);
            assertThat(loopback.serve(Static.class).call("marked")).isEqualTo(5);
        }
    }

    static class Hidden {
        @Expose
        int hidden() {
            return 1;
        }
    }

    @Test
    void aMarkerOnANonPublicMethodIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> metadata(Hidden.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hidden()")
                .hasMessageContaining("public");
    }

    @Expose
    static class HiddenAttribute {
        @Attribute
        int getHidden() {
            return 1;
        }
    }

    @Expose
    static class HiddenOneway {
        @Oneway
        void hidden() {}
    }

    @Test
    void anyOtherMarkerOnANonPublicMethodIsAnErrorToo() {
        for (Class<?> type : List.of(HiddenAttribute.class, HiddenOneway.class)) {
            assertThatThrownBy(() -> metadata(type)).as(type.getSimpleName())
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("public");
        }
    }

    static class Underscored {
        @Expose
        public int _private() {
            return 1;
        }
    }

    @Test
    void exposingAPrivateNameIsAnErrorInPyrosWords() {
        assertThatThrownBy(() -> metadata(Underscored.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exposing private names (starting with _) is not allowed");
    }

    @Expose
    static class Dunder {
        public int __len__() {
            return 3;
        }

        public int __x() {
            return 4;
        }
    }

    @Test
    void aNameWithTwoUnderscoresAtBothEndsIsPublicLikePythons() {
        assertThat(metadata(Dunder.class).methods()).containsExactly("__len__");
    }

    @Expose(naming = Naming.SNAKE_CASE)
    static class Snake {
        public int readURLNow() {
            return 1;
        }

        public int getValue2() {
            return 2;
        }

        @Attribute
        public int getTargetValue() {
            return 3;
        }

        @RemoteName("ExactlyThis")
        public int other() {
            return 4;
        }
    }

    @Test
    void snakeCaseSpellsNamesAsPythonDoes() {
        Metadata metadata = metadata(Snake.class);

        assertThat(metadata.methods()).containsExactlyInAnyOrder("read_url_now", "get_value2",
                "ExactlyThis");
        assertThat(metadata.attributes()).containsExactly("target_value");
    }

    @Expose
    static class Attributes {
        private double target = 20;
        private boolean on;
        private @Nullable String written;

        @Attribute
        public double getTarget() {
            return target;
        }

        @Attribute
        public void setTarget(double newTarget) {
            target = newTarget;
        }

        @Attribute
        public boolean isOn() {
            return on;
        }

        @Attribute
        public String name() {
            return "fluent";
        }

        @Attribute("other")
        public int renamed() {
            return 7;
        }

        @Attribute
        public void setWritten(String value) {
            written = value;
        }

        public @Nullable String whatWasWritten() {
            return written;
        }
    }

    @Test
    void accessorsBecomeAttributesAndNoMethods() {
        Metadata metadata = metadata(Attributes.class);

        assertThat(metadata.attributes()).containsExactlyInAnyOrder("target", "on", "name", "other",
                "written");
        assertThat(metadata.methods()).containsExactly("whatWasWritten");
    }

    @Test
    void anAttributeIsReadAndWritten() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Attributes());
            proxy.set("target", 21);
            proxy.set("written", "text");

            assertThat(proxy.get(double.class, "target")).isEqualTo(21.0);
            assertThat(proxy.get("other")).isEqualTo(7);
            assertThat(proxy.call("whatWasWritten")).isEqualTo("text");
        }
    }

    @Test
    void anAttributeWithoutSetterCannotBeWrittenNorOneWithoutGetterRead() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Attributes());

            assertPythonError(() -> proxy.set("name", "x"), "AttributeError", "name");
            assertPythonError(() -> proxy.get("written"), "AttributeError", "written");
        }
    }

    @Test
    void anAccessorCannotBeCalledNorAMethodRead() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Attributes());

            assertPythonError(() -> proxy.call("getTarget"), "AttributeError", "getTarget");
            assertPythonError(() -> proxy.get("whatWasWritten"), "AttributeError",
                    "whatWasWritten");
        }
    }

    @Test
    void aValueThatDoesNotFitAnAttributeIsATypeErrorThatNamesIt() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Attributes());

            assertPythonError(() -> proxy.set("target", "warm"), "TypeError", "target");
        }
    }

    @Expose
    static class BadAttribute {
        @Attribute
        public int sum(int a, int b) {
            return a + b;
        }
    }

    @Test
    void anAttributeWithTwoParametersIsAnError() {
        assertThatThrownBy(() -> metadata(BadAttribute.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sum");
    }

    @Expose
    static class Overloads {
        public String take(int value) {
            return "int";
        }

        public String take(double value) {
            return "double";
        }

        public String take(String value) {
            return "String";
        }

        public String take(List<?> value) {
            return "List";
        }

        public String take(int a, int b) {
            return "int, int";
        }

        public String take() {
            return "nothing";
        }

        public String take(Map<String, Object> value) {
            return "Map";
        }
    }

    @Test
    void overloadsAreChosenByNumberAndTypesOfArguments() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Overloads());

            assertThat(proxy.call("take")).isEqualTo("nothing");
            assertThat(proxy.call("take", 1)).isEqualTo("int");
            assertThat(proxy.call("take", 1.5)).isEqualTo("double");
            assertThat(proxy.call("take", "x")).isEqualTo("String");
            assertThat(proxy.call("take", List.of(1))).isEqualTo("List");
            assertThat(proxy.call("take", Map.of("a", 1))).isEqualTo("Map");
            assertThat(proxy.call("take", 1, 2)).isEqualTo("int, int");
        }
    }

    @Test
    void overloadsAreChosenByNamesOfArguments() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Overloads());

            assertThat(proxy.call("take", Kwargs.of("a", 1).and("b", 2))).isEqualTo("int, int");
            assertThat(proxy.call("take", Kwargs.of("value", "x"))).isEqualTo("String");
        }
    }

    @Test
    void whenNoOverloadFitsTheErrorListsThem() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Overloads());

            assertPythonError(() -> proxy.call("take", 1, 2, 3), "TypeError", "(int, int)");
            assertPythonError(() -> proxy.call("take", true, false), "TypeError", "take()");
        }
    }

    @Expose
    static class Parameters {
        public String sum(int first, int second) {
            return first + "+" + second;
        }

        public String any(String head, Object... rest) {
            return head + Arrays.toString(rest);
        }

        public String ints(int... values) {
            return Arrays.toString(values);
        }

        public String keywords(String head, Kwargs rest) {
            return head + new TreeMap<>(rest.asMap());
        }

        public String renamed(@Param("class") String type) {
            return type;
        }

        public String defaults(String head, @Param(optional = true) int count,
                @Param(optional = true) @Nullable String text, Optional<String> more) {
            return head + " " + count + " " + text + " " + more;
        }

        public String chosen(String head, @Param(defaultValue = "3") int count,
                @Param(defaultValue = "no title") String title,
                @Param(defaultValue = "SNAKE_CASE") Naming naming,
                @Param(defaultValue = "2021-02-03") LocalDate day,
                @Param(defaultValue = "[1, 2]") List<Integer> numbers,
                @Param(defaultValue = "None") @Nullable Double limit) {
            numbers.add(count);
            return head + count + title + naming + day + numbers + limit;
        }

        public String over(Object value) {
            return "object " + value;
        }

        public String over(double value) {
            return "double " + value;
        }

        public String primitive(int value) {
            return "" + value;
        }

        public String array(double[] values) {
            return Arrays.toString(values);
        }
    }

    @Test
    void keywordArgumentsReachParametersByName() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertThat(proxy.call("sum", Kwargs.of("second", 2).and("first", 1))).isEqualTo("1+2");
            assertThat(proxy.call("sum", 1, Kwargs.of("second", 2))).isEqualTo("1+2");
            assertThat(proxy.call("renamed", Kwargs.of("class", "x"))).isEqualTo("x");
        }
    }

    @Test
    void wrongArgumentsAreTypeErrorsInPythonsWords() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertPythonError(() -> proxy.call("sum", 1), "TypeError",
                    "sum() missing required argument: 'second'");
            assertPythonError(() -> proxy.call("sum", 1, 2, 3), "TypeError",
                    "sum() takes 2 positional arguments but 3 were given");
            assertPythonError(() -> proxy.call("sum", 1, Kwargs.of("first", 2)), "TypeError",
                    "sum() got multiple values for argument 'first'");
            assertPythonError(() -> proxy.call("sum", 1, 2, Kwargs.of("third", 2)), "TypeError",
                    "sum() got an unexpected keyword argument 'third'; its parameters are first, second");
        }
    }

    @Test
    void aValueThatDoesNotFitIsATypeErrorThatNamesTheParameter() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertPythonError(() -> proxy.call("sum", "one", 2), "TypeError", "'first'");
            assertPythonError(() -> proxy.call("sum", 1, 1L << 40), "TypeError", "'second'");
            assertPythonError(() -> proxy.call("primitive", (Object) null), "TypeError", "'value'");
            assertPythonError(() -> proxy.call("primitive", 1.5), "TypeError", "'value'");
        }
    }

    @Test
    void theRestOfTheArgumentsGoesToVarargs() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertThat(proxy.call("any", "a")).isEqualTo("a[]");
            assertThat(proxy.call("any", "a", 1, null, "x")).isEqualTo("a[1, null, x]");
            assertThat(proxy.call("ints")).isEqualTo("[]");
            assertThat(proxy.call("ints", 1, 2, 3)).isEqualTo("[1, 2, 3]");
            assertPythonError(() -> proxy.call("ints", 1, "two"), "TypeError", "ints()");
        }
    }

    @Test
    void anArrayOfPrimitivesIsOneArgument() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new Parameters()).call("array", new double[]{1, 2.5}))
                    .isEqualTo("[1.0, 2.5]");
        }
    }

    @Test
    void otherKeywordArgumentsGoToAKwargsParameter() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertThat(proxy.call("keywords", "a")).isEqualTo("a{}");
            assertThat(proxy.call("keywords", Kwargs.of("x", 1).and("head", "h").and("y", 2)))
                    .isEqualTo("h{x=1, y=2}");
        }
    }

    @Test
    void optionalParametersMayBeLeftOut() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertThat(proxy.call("defaults", "a")).isEqualTo("a 0 null Optional.empty");
            assertThat(proxy.call("defaults", "a", Kwargs.of("more", "m").and("text", "t")))
                    .isEqualTo("a 0 t Optional[m]");
            assertThat(proxy.call("defaults", "a", 1, "t", "m")).isEqualTo("a 1 t Optional[m]");
        }
    }

    @Test
    void parametersThatAreLeftOutHaveTheirDefaultValues() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());
            String all = "a3no titleSNAKE_CASE2021-02-03[1, 2, 3]null";

            assertThat(proxy.call("chosen", "a")).isEqualTo(all);
            assertThat(proxy.call("chosen", "a")).isEqualTo(all); // though the method changed the list
            assertThat(proxy.call("chosen", "a", 4, Kwargs.of("naming", "EXACT").and("limit", 2)))
                    .isEqualTo("a4no titleEXACT2021-02-03[1, 2, 4]2.0");
        }
    }

    @Expose
    static class WrongDefault {
        public int twice(@Param(defaultValue = "two") int value) {
            return 2 * value;
        }
    }

    @Test
    void aDefaultValueThatDoesNotFitIsAnErrorAtRegistration() {
        assertThatThrownBy(() -> metadata(WrongDefault.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"two\"").hasMessageContaining("twice")
                .hasMessageContaining("expected int, but got str");
    }

    @Test
    void anIntBeyondLongIsNotMadeAFloat() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Parameters());

            assertThat(proxy.call("over", BigInteger.ONE.shiftLeft(70)))
                    .isEqualTo("object " + BigInteger.ONE.shiftLeft(70));
            assertThat(proxy.call("over", 1.5)).isEqualTo("double 1.5");
        }
    }

    @Expose
    static class Marked {
        @Oneway
        public void tell(String line) {}

        @Callback
        public void callback() {}

        public Supplier<String> ordinary() {
            return () -> "";
        }
    }

    @Test
    void onewayMethodsAreNamedInTheMetadata() {
        assertThat(metadata(Marked.class).oneway()).containsExactly("tell");
        assertThat(metadata(Marked.class).methods()).contains("tell", "callback", "ordinary");
    }

    @Expose
    static class Clash {
        @Attribute
        public int getOn() {
            return 1;
        }

        @Attribute
        public boolean isOn() {
            return true;
        }
    }

    @Test
    void twoGettersOfOneAttributeAreAnError() {
        assertThatThrownBy(() -> metadata(Clash.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("on");
    }

    private static Metadata metadata(Class<?> type) {
        return ExposureReader.read(type).metadata();
    }

    private static void assertPythonError(Runnable call, String type, String text) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(RemoteCallException.class, e -> {
            assertThat(e.remoteType()).isEqualTo("builtins." + type);
            assertThat(e).hasMessageContaining(text);
        });
    }
}
