package io.jyro.serialize.bind;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.jyro.Expose;
import io.jyro.KotlinClasses;
import io.jyro.Omit;
import io.jyro.PyroType;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.PlainContexts;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Classes that are values although they are neither records nor beans, classes that are not, and parts left out. */
class DataClassTest {
    /** As a compiler of Scala makes a case class: accessors of the parameters' names, and some that count for nothing. */
    public static final class ScalaLike {
        private final String room;
        private final int count;

        public ScalaLike(String room, int count) {
            this.room = room;
            this.count = count;
        }

        public String room() {
            return room;
        }

        public int count() {
            return count;
        }

        public int productArity() {
            return 2;
        }

        public boolean isEmpty() {
            return false;
        }
    }

    /** Unchangeable, with getters. */
    public static class Point {
        private final int x;
        private final Optional<String> name;

        public Point(int x, Optional<String> name) {
            this.x = x;
            this.name = name;
        }

        public int getX() {
            return x;
        }

        public Optional<String> getName() {
            return name;
        }

        public int getTwice() {
            return 2 * x;
        }
    }

    /** Has getters, but nothing says that it is a value. */
    public static class Machine {
        public Machine(int a, String b) {}

        public int getSpeed() {
            return 1;
        }
    }

    /** The same, but named on the wire. */
    @PyroType("lab.Engine")
    public static class Engine extends Machine {
        public Engine() {
            super(1, "");
        }
    }

    @Expose
    public static class Cart {
        private int size;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }
    }

    public static class PartlyExposed extends Machine {
        public PartlyExposed() {
            super(1, "");
        }

        @Expose
        public void start() {}
    }

    @Expose
    record Served(String name) {}

    record Account(String name, @Omit @Nullable String password, @Omit int attempts) {}

    public static class Login {
        private String name = "";
        private String password = "unset";
        @Omit
        private int attempts;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Omit
        public String getPassword() {
            return password;
        }

        public void setPassword(String password) {
            this.password = password;
        }

        public int getAttempts() {
            return attempts;
        }

        public void setAttempts(int attempts) {
            this.attempts = attempts;
        }
    }

    private static Object bind(Class<?> type, Object plain) {
        return Objects.requireNonNull(
                Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload()));
    }

    private static String written(Object value) {
        ByteOutput out = new ByteOutput(256);
        Codecs.of(Serializer.JSON).write(value, out, PlainContexts.v502(TypeRegistry.standard()));
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    @Test
    void aClassIsWhatItsConstructorIsGiven() {
        Point point = (Point) bind(Point.class, Map.of("x", 3, "twice", 7));

        assertThat(point.getX()).isEqualTo(3);
        assertThat(point.getName()).isEmpty();
        assertThat(written(point)).isEqualTo("{\"x\": 3, \"name\": null}");
        assertThatThrownBy(() -> bind(Point.class, Map.of()))
                .hasMessageContaining("but got dict without 'x'");
    }

    @Test
    void aCaseClassOfScalaDoesToo() {
        assertThat(written(bind(ScalaLike.class, Map.of("room", "kitchen", "count", 2))))
                .isEqualTo("{\"room\": \"kitchen\", \"count\": 2}");
    }

    @Test
    void aDataClassOfKotlinIsMadeWithNamesDefaultsAndNulls() throws ReflectiveOperationException {
        Class<?> type = KotlinClasses.named("Reading");

        Object all = bind(type, Map.of("room", "attic", "celsius", 1.5, "note", "n", "count", 7));
        Object few = bind(type, Map.of("room", "attic", "celsius", 2));
        Object byPosition = bind(type, List.of("attic", 2.0));

        assertThat(written(all)).isEqualTo(
                "{\"room\": \"attic\", \"celsius\": 1.5, \"note\": \"n\", \"count\": 7}");
        assertThat(written(few)).isEqualTo(
                "{\"room\": \"attic\", \"celsius\": 2.0, \"note\": null, \"count\": 3}");
        assertThat(byPosition).isEqualTo(few);
        assertThatThrownBy(() -> bind(type, Map.of("room", "attic")))
                .hasMessageContaining("without 'celsius'");
        assertThatThrownBy(() -> bind(type, Map.of("room", "attic", "celsius", "x")))
                .hasMessageContaining(".celsius: expected double, but got str");
    }

    @Test
    void plainAndGenericClassesOfKotlinTravelToo() throws ReflectiveOperationException {
        assertThat(
                written(bind(KotlinClasses.named("Door"), Map.of("room", "attic", "isOpen", true))))
                .isEqualTo("{\"room\": \"attic\", \"isOpen\": true}");
        assertThat(written(bind(KotlinClasses.named("Page"), Map.of("items", List.of(1)))))
                .isEqualTo("{\"items\": [1], \"next\": null}");
        assertThat(KotlinConstructor.parametersOf(KotlinClasses.named("Service"))).isEmpty();
    }

    @Test
    void aClassThatIsNoValueSaysSo() throws ReflectiveOperationException {
        Object computed = KotlinClasses.named("Computed").getConstructor(String.class)
                .newInstance("text");

        for (Object machine : List.of(new Machine(1, ""), new TwoWays(1), computed)) {
            assertThatThrownBy(() -> written(machine)).isInstanceOf(SerializationException.class)
                    .hasMessageContaining("neither setters nor one public constructor")
                    .hasMessageContaining("-parameters");
            assertThatThrownBy(() -> bind(machine.getClass(), Map.of("speed", 1)))
                    .isInstanceOf(TypeMismatchException.class)
                    .hasMessageContaining("but got dict; it is not a record")
                    .hasMessageContaining("-parameters");
        }
        assertThat(written(new Engine()))
                .isEqualTo("{\"__class__\": \"lab.Engine\", \"speed\": 1}");
    }

    /** Which of its constructors gives what it is cannot be told. */
    public static class TwoWays {
        private final int speed;

        public TwoWays(int speed) {
            this.speed = speed;
        }

        public TwoWays(int speed, int gear) {
            this(speed * gear);
        }

        public int getSpeed() {
            return speed;
        }
    }

    /** For calls, because its superclass is. */
    public static class DerivedCart extends Cart {
        public int getWeight() {
            return 1;
        }

        public void setWeight(int weight) {}
    }

    /** What is for calls. */
    @Expose
    public interface Callable {
        String getName();
    }

    /** For calls, because its interface is. */
    public static class Implementing implements Callable {
        @Override
        public String getName() {
            return "name";
        }

        public void setName(String name) {}
    }

    @Test
    void anObjectThatIsForCallsIsNotSentAsItsGetters() {
        for (Object served : List.of(new Cart(), new PartlyExposed(), new Served("x"),
                new DerivedCart(), new Implementing())) {
            assertThatThrownBy(() -> written(served)).isInstanceOf(SerializationException.class)
                    .hasMessageContaining("is marked with @Expose")
                    .hasMessageContaining("register the object")
                    .hasMessageContaining("registerClassToDict");
        }
    }

    @Test
    void aConverterSendsAnObjectThatIsForCalls() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Cart.class, cart -> Map.of("size", cart.getSize()));
        ByteOutput out = new ByteOutput(256);

        Codecs.of(Serializer.JSON).write(new Cart(), out, PlainContexts.v502(types));

        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8))
                .isEqualTo("{\"size\": 0}");
    }

    @Test
    void omittedComponentsAreNeitherSentNorTaken() {
        assertThat(written(new Account("me", "secret", 3))).isEqualTo("{\"name\": \"me\"}");
        assertThat(bind(Account.class, Map.of("name", "me", "password", "forged", "attempts", 9)))
                .isEqualTo(new Account("me", null, 0));
        assertThat(bind(Account.class, List.of("me"))).isEqualTo(new Account("me", null, 0));
    }

    /** What comes before the last component, and a parameter of a class of Java, are left out. */
    record Middle(String name, @Omit @Nullable String password, int attempts) {}

    /** A class with getters for what its constructor is given. */
    public static class Ticket {
        private final String name;
        private final @Nullable String code;

        public Ticket(String name, @Omit @Nullable String code) {
            this.name = name;
            this.code = code;
        }

        public String getName() {
            return name;
        }

        public @Nullable String getCode() {
            return code;
        }
    }

    @Test
    void elementsOfListsAndParametersOfConstructorsPassOverWhatIsOmitted() {
        assertThat(bind(Middle.class, List.of("me", 3))).isEqualTo(new Middle("me", null, 3));
        assertThat(written(new Ticket("me", "secret"))).isEqualTo("{\"name\": \"me\"}");
        assertThat(((Ticket) bind(Ticket.class, Map.of("name", "me", "code", "forged"))).getCode())
                .isNull();
    }

    @Test
    void omittedPropertiesAreNeitherSentNorTaken() {
        Login login = (Login) bind(Login.class,
                Map.of("name", "me", "password", "forged", "attempts", 9));

        assertThat(login.getName()).isEqualTo("me");
        assertThat(login.getPassword()).isEqualTo("unset");
        assertThat(login.getAttempts()).isZero();
        assertThat(written(login)).isEqualTo("{\"name\": \"me\"}");
    }
}
