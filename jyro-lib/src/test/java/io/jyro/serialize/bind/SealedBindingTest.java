package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import io.jyro.PyroType;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sealed types, of which the name of a class dict chooses one. */
class SealedBindingTest {

    sealed interface Shape permits Circle, Square, Round, Preset {}

    @PyroType("shapes.Circle")
    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    sealed interface Round extends Shape permits Ball, Ring {}

    @PyroType("shapes.Ball")
    record Ball(double radius) implements Round {}

    record Ring(Shape outer, @Nullable Shape inner) implements Round {}

    enum Preset implements Shape {
        UNIT, EMPTY
    }

    sealed interface Result<T> permits Ok, Err {}

    record Ok<T>(T value) implements Result<T> {}

    record Err<T>(String why, List<T> seen) implements Result<T> {}

    sealed interface Twice permits One.Same, Two.Same {}

    interface One {
        record Same(int n) implements Twice {}
    }

    interface Two {
        record Same(int n) implements Twice {}
    }

    sealed interface Clash permits Left, Right {}

    @PyroType("x.Same")
    record Left(int n) implements Clash {}

    @PyroType("x.Same")
    record Right(int n) implements Clash {}

    /** A class that is sealed and can be made itself. */
    public static sealed class Base permits Derived {
        int n;

        public void setN(int n) {
            this.n = n;
        }
    }

    /** More than its base. */
    public static final class Derived extends Base {
        int m;

        public void setM(int m) {
            this.m = m;
        }
    }

    @Test
    void theNameOfTheMarkerChooses() {
        assertThat(bind(Shape.class, ClassDict.of("shapes.Circle", Map.of("radius", 1.5))))
                .isEqualTo(new Circle(1.5));
    }

    @Test
    void withoutAMarkerTheSimpleNameChoosesWhateverTheModule() {
        assertThat(bind(Shape.class, ClassDict.of("__main__.Square", Map.of("side", 2))))
                .isEqualTo(new Square(2));
        assertThat(bind(Shape.class, ClassDict.of("Square", Map.of("side", 2))))
                .isEqualTo(new Square(2));
    }

    @Test
    void withoutAMarkerTheFullJavaNameChooses() {
        assertThat(bind(Shape.class, ClassDict.of(Square.class.getName(), Map.of("side", 2))))
                .isEqualTo(new Square(2));
        assertThat(bind(Twice.class, ClassDict.of(Two.Same.class.getName(), Map.of("n", 2))))
                .isEqualTo(new Two.Same(2));
    }

    @Test
    void permittedClassesOfPermittedInterfacesAreChoicesToo() {
        assertThat(bind(Shape.class, ClassDict.of("shapes.Ball", Map.of("radius", 1))))
                .isEqualTo(new Ball(1));
    }

    @Test
    void aDictWithTheKeyIsAsGoodAsAClassDict() {
        assertThat(bind(Shape.class,
                Map.of("__class__", "Ring", "outer",
                        Map.of("__class__", "shapes.Circle", "radius", 2), "inner",
                        ClassDict.of("Square", Map.of("side", 1)))))
                .isEqualTo(new Ring(new Circle(2), new Square(1)));
    }

    @Test
    void aTextIsAConstantOfAPermittedEnum() {
        assertThat(bind(Shape.class, "UNIT")).isEqualTo(Preset.UNIT);
        assertThatThrownBy(() -> bind(Shape.class, "NONE"))
                .hasMessageContaining("expected Shape, but got str");
    }

    @Test
    void aPlainDictIsRefusedAndTheChoicesAreNamed() {
        assertThatThrownBy(() -> bind(Shape.class, Map.of("radius", 1.5)))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining("expected Shape, but got dict without a __class__, which"
                        + " would say which of shapes.Circle, Square, shapes.Ball, Ring, Preset"
                        + " it is");
    }

    @Test
    void aClassThatIsNotPermittedIsRefusedAndTheChoicesAreNamed() {
        assertThatThrownBy(() -> bind(Shape.class, ClassDict.of("shapes.Hexagon", Map.of())))
                .hasMessageContaining("dict of class shapes.Hexagon, which is none of"
                        + " shapes.Circle, Square, shapes.Ball");
        assertThatThrownBy(() -> bind(Shape.class, ClassDict.of("java.lang.Runtime", Map.of())))
                .isInstanceOf(TypeMismatchException.class);
    }

    @Test
    void aMarkedClassIsNotKnownByItsSimpleName() {
        assertThatThrownBy(() -> bind(Shape.class, ClassDict.of("other.Circle", Map.of("n", 1))))
                .hasMessageContaining("dict of class other.Circle, which is none of");
    }

    @Test
    void aSimpleNameThatTwoHaveChoosesNone() {
        assertThatThrownBy(() -> bind(Twice.class, ClassDict.of("Same", Map.of("n", 2))))
                .isInstanceOf(TypeMismatchException.class);
    }

    @Test
    void twoClassesOfOneNameAreAnErrorOfTheProgram() {
        assertThatThrownBy(() -> Bindings.of(Clash.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Left")
                .hasMessageContaining("Right").hasMessageContaining("x.Same");
    }

    @Test
    void whatDoesNotFitTheChosenClassIsNamedByItsPath() {
        assertThatThrownBy(() -> bind(new TypeRef<List<Shape>>() {}.type(),
                List.of(ClassDict.of("shapes.Circle", Map.of("radius", "wide")))))
                .hasMessage("[0].radius: expected double, but got str");
    }

    @Test
    void typeArgumentsReachThePermittedClasses() {
        Type results = new TypeRef<List<Result<Long>>>() {}.type();

        assertThat(bind(results,
                List.of(ClassDict.of("Ok", Map.of("value", 1)),
                        ClassDict.of("Err", Map.of("why", "cold", "seen", List.of(2))))))
                .isEqualTo(List.of(new Ok<>(1L), new Err<>("cold", List.of(2L))));
    }

    @Test
    void aSealedClassThatCanBeMadeTakesWhatIsNoneOfItsSubclasses() {
        Object base = bind(Base.class, Map.of("n", 1));
        Object derived = bind(Base.class, ClassDict.of("x.Derived", Map.of("n", 1, "m", 2)));

        assertThat(base).isExactlyInstanceOf(Base.class);
        assertThat(derived).isInstanceOfSatisfying(Derived.class, made -> {
            assertThat(made.n).isEqualTo(1);
            assertThat(made.m).isEqualTo(2);
        });
    }

    @Test
    void whatIsOfTheTypeAlreadyIsTaken() {
        Circle circle = new Circle(1);

        assertThat(bind(Shape.class, circle)).isSameAs(circle);
        assertThat(bind(Shape.class, null)).isNull();
    }

    @Test
    void overloadsAreChosenByIt() {
        Binding shape = Bindings.of(Shape.class);

        assertThat(
                shape.score(ClassDict.of("Square", Map.of("side", 1)), DecodeBudget.ofNoPayload()))
                .isPositive();
        assertThat(
                shape.score(ClassDict.of("Hexagon", Map.of("side", 1)), DecodeBudget.ofNoPayload()))
                .isZero();
        assertThat(shape.score(Map.of("side", 1), DecodeBudget.ofNoPayload())).isZero();
        assertThat(shape.score(1, DecodeBudget.ofNoPayload())).isZero();
    }

    private static @Nullable Object bind(Type type, @Nullable Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }
}
