package io.jyro.serialize.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jyro.PyroType;
import io.jyro.SerializationException;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.PlainContexts;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Java types that have a name on the wire. */
class PyroTypeTest {
    private final TypeRegistry types = TypeRegistry.standard();
    private final CodecContext context = PlainContexts.v502(types);

    @PyroType("house.Reading")
    record Reading(String room, double celsius) {}

    record Unnamed(String room) {}

    @PyroType("house.Mode")
    enum Mode {
        HEAT, COOL {
            @Override
            boolean isCold() {
                return true;
            }
        };

        boolean isCold() {
            return false;
        }
    }

    /** Not a record, to have setters. */
    @PyroType("house.Room")
    public static class Room {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @PyroType("house.__Secret")
    record Secret(int n) {}

    @PyroType("Pyro5.core.URI")
    record Uri(int n) {}

    @PyroType("builtins.ValueError")
    record Failure(int n) {}

    @PyroType("")
    record Nameless(int n) {}

    @Test
    void aRecordTravelsAsAClassDictOfItsName() {
        assertThat(plain(new Reading("kitchen", 21.5))).isEqualTo(
                Map.of("__class__", "house.Reading", "room", "kitchen", "celsius", 21.5));
    }

    @Test
    void theNameComesFirst() {
        assertThat((Map<?, ?>) plain(new Reading("kitchen", 21.5))).extracting(Map::keySet)
                .asString().isEqualTo("[__class__, room, celsius]");
    }

    @Test
    void aBeanTravelsAsAClassDictOfItsName() {
        assertThat(plain(new Room())).isEqualTo(Map.of("__class__", "house.Room", "name", ""));
    }

    @Test
    void anEnumTravelsAsAClassDictWithTheNameOfItsConstant() {
        assertThat(plain(Mode.HEAT)).isEqualTo(Map.of("__class__", "house.Mode", "name", "HEAT"));
        assertThat(plain(Mode.COOL)).isEqualTo(Map.of("__class__", "house.Mode", "name", "COOL"));
    }

    @Test
    void withoutTheMarkerARecordTravelsAsAPlainDict() {
        assertThat(plain(new Unnamed("kitchen"))).isEqualTo(Map.of("room", "kitchen"));
    }

    @Test
    void aClassDictOfTheNameBecomesTheType() {
        Map<String, Object> attributes = Map.of("room", "kitchen", "celsius", 21.5);

        assertThat(bind(Reading.class, ClassDict.of("house.Reading", attributes)))
                .isEqualTo(new Reading("kitchen", 21.5));
        assertThat(bind(Mode.class, ClassDict.of("house.Mode", Map.of("name", "COOL"))))
                .isEqualTo(Mode.COOL);
    }

    @Test
    void aClassDictThatALevelOfTheMessageLeftAsADictBecomesTheTypeToo() {
        assertThat(bind(Reading.class,
                Map.of("__class__", "house.Reading", "room", "kitchen", "celsius", 21.5)))
                .isEqualTo(new Reading("kitchen", 21.5));
    }

    @Test
    void aPlainDictBecomesTheTypeToo() {
        assertThat(bind(Reading.class, Map.of("room", "kitchen", "celsius", 21.5)))
                .isEqualTo(new Reading("kitchen", 21.5));
        assertThat(bind(Mode.class, "HEAT")).isEqualTo(Mode.HEAT);
    }

    @Test
    void aClassDictOfAnotherNameIsRefusedAndBothNamesAreTold() {
        assertThatThrownBy(() -> bind(Reading.class, ClassDict.of("garden.Reading", Map.of())))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining("expected Reading (house.Reading)")
                .hasMessageContaining("but got dict of class garden.Reading");
        assertThatThrownBy(() -> bind(Mode.class, ClassDict.of("x.Mode", Map.of("name", "HEAT"))))
                .hasMessageContaining("house.Mode").hasMessageContaining("dict of class x.Mode");
        assertThatThrownBy(() -> bind(Room.class, ClassDict.of("x.Room", Map.of("name", "HEAT"))))
                .hasMessageContaining("house.Room").hasMessageContaining("dict of class x.Room");
    }

    @Test
    void aClassDictOfAnyNameBecomesATypeWithoutAName() {
        assertThat(bind(Unnamed.class, ClassDict.of("__main__.Anything", Map.of("room", "k"))))
                .isEqualTo(new Unnamed("k"));
    }

    @Test
    void aRegisteredConverterComesBeforeTheMarker() {
        types.registerClassToDict(Reading.class, reading -> Map.of("n", 1));

        assertThat(plain(new Reading("kitchen", 21.5))).isEqualTo(Map.of("n", 1));
    }

    @Test
    void aRegisteredTypeIsMadeWhereNoneIsDeclared() {
        types.registerNamed(Reading.class);
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>(
                Map.of("__class__", "house.Reading", "room", "kitchen", "celsius", 21.5));

        assertThat(types.fromClassDict("house.Reading", dict, DecodeBudget.ofNoPayload()))
                .isEqualTo(new Reading("kitchen", 21.5));
        assertThatThrownBy(() -> types.registerNamed(Unnamed.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("@PyroType");
    }

    @ParameterizedTest
    @ValueSource(classes = {Secret.class, Uri.class, Failure.class, Nameless.class})
    void aNameThatPeersWouldRefuseIsRefusedWhenTheTypeIsFirstUsed(Class<?> type) {
        assertThatThrownBy(() -> Bindings.of(type)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@PyroType").hasMessageContaining(type.getName());
    }

    @Test
    void aValueOfATypeWithAnImpossibleNameIsNotSent() {
        assertThatThrownBy(() -> plain(new Secret(1))).isInstanceOf(SerializationException.class)
                .hasMessageContaining("two underscores");
    }

    @Test
    void namedValuesInsideOfNamedValuesComeBack() {
        Map<String, Object> house = new LinkedHashMap<>();
        house.put("__class__", "house.House");
        house.put("readings", List.of(plain(new Reading("kitchen", 21.5))));

        assertThat(bind(House.class, house))
                .isEqualTo(new House(List.of(new Reading("kitchen", 21.5))));
    }

    @PyroType("house.House")
    record House(List<Reading> readings) {}

    private Object plain(Object value) {
        return Objects.requireNonNull(types.toPlain(value, context));
    }

    private static @Nullable Object bind(Class<?> type, Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }
}
