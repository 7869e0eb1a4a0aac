package io.jyro.server.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.jyro.Dialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The two directions of the table of objects: by id, and by object. */
class ObjectTableTest {

    @Test
    void unregisteringLooksAtOneEntryHoweverManyThereAre() {
        ObjectTable table = new ObjectTable();
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            objects.add(new Object());
            table.register(objects.getLast(), "id" + i, false, false);
        }

        assertThat(table.unregister("id500")).isEqualTo(1);
        assertThat(table.unregister("id500")).isZero();
        assertThat(table.idOf(objects.get(500))).isNull();
        assertThat(table.idOf(objects.get(501))).isEqualTo("id501");
        assertThat(table.size()).isEqualTo(999);
    }

    @Test
    void anObjectThatWasForcedToAnotherIdKeepsThatOne() {
        ObjectTable table = new ObjectTable();
        Object object = new Object();
        table.register(object, "old", false, false);
        table.register(object, "new", true, false);

        table.unregister("old");

        assertThat(table.idOf(object)).isEqualTo("new");
    }

    @Test
    void bothObjectsOfAnIdForEachDialectAreForgotten() {
        ObjectTable table = new ObjectTable();
        Object v48 = new Object();
        Object v502 = new Object();
        table.registerByDialect(v48, v502, "id");

        assertThat(table.unregister("id")).isEqualTo(2);

        assertThat(table.idOf(v48)).isNull();
        assertThat(table.idOf(v502)).isNull();
    }

    @Test
    void whateverIsRegisteredCanBeReadAnew() {
        ObjectTable table = new ObjectTable();
        table.register(new Object(), "object", false, false);
        Object weak = new Object();
        table.register(weak, "weak", false, true);
        table.register(Object.class, "class", false, false);
        table.registerByDialect(new Object(), new Object(), "dialects");

        for (String id : table.ids()) {
            Registered before = Objects.requireNonNull(table.find(id));
            table.readAnew(id);
            Registered after = Objects.requireNonNull(table.find(id));

            for (Dialect dialect : Dialect.values()) {
                assertThat(after.in(dialect).exposed()).as(id + " " + dialect)
                        .isNotSameAs(before.in(dialect).exposed());
            }
            assertThat(after.subjects()).isEqualTo(before.subjects());
        }
        assertThat(weak).as("the object, reachable so far").isNotNull();
    }

    @Test
    void aWeakObjectIsForgottenToo() {
        ObjectTable table = new ObjectTable();
        Object object = new Object();
        table.register(object, "id", false, true);

        table.unregister("id");

        assertThat(table.idOf(object)).isNull();
        table.register(object, "id", false, false);
        assertThat(table.ids()).containsExactly("id");
    }
}
