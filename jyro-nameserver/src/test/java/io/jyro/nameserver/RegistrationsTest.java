package io.jyro.nameserver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.jyro.NamingException;
import io.jyro.PythonException;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.rpc.WireNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RegistrationsTest {
    private static final Registration THING = new Registration("PYRO:thing@house:7766", Set.of());
    private static final Owner HERE = Owner.Local.THIS_MACHINE;

    private final Storage storage = new MemoryStorage();
    private final Owner there;

    RegistrationsTest() throws UnknownHostException {
        there = new Owner.Host(InetAddress.getByName("10.0.0.5"));
    }

    private Registrations with(int entries, int tags, long size) {
        return new Registrations(storage, new RegistrationLimits(entries, tags, size), false);
    }

    private Registrations owned() {
        return new Registrations(storage, new RegistrationLimits(100, 100, 0), true);
    }

    private static void assertRefused(String why, Runnable change) {
        assertThatExceptionOfType(NamingException.class).isThrownBy(change::run)
                .withMessageContaining(why);
    }

    @Test
    void aFullNameServerRefusesNewNamesAndNamesTheItem() {
        Registrations full = with(2, 10, 0);
        full.register("a", THING, false, HERE);
        full.register("b", THING, false, HERE);

        assertRefused("2 names; its NS_MAX_ENTRIES", () -> full.register("c", THING, false, HERE));
        assertRefused("2 names; its NS_MAX_ENTRIES", () -> full.register("c", THING, true, HERE));
        assertThat(storage.all()).containsOnlyKeys("a", "b");
    }

    @Test
    void aFullNameServerReplacesAndTagsAndHasRoomAfterARemoval() {
        Registrations full = with(2, 10, 0);
        full.register("a", THING, false, HERE);
        full.register("b", THING, false, HERE);
        Registration other = new Registration("PYRO:other@house:1", Set.of("t"));

        full.register("a", other, false, HERE);
        full.setMetadata("b", Set.of("t"), HERE);
        full.remove("b", HERE);
        full.register("c", THING, true, HERE);

        assertThat(storage.all()).containsOnlyKeys("a", "c").containsEntry("a", other);
    }

    @Test
    void tooManyTagsAreRefusedAndTheItemNamed() {
        Registrations few = with(10, 2, 0);
        few.register("a", THING, false, HERE);

        assertRefused("NS_MAX_TAGS", () -> few.setMetadata("a", Set.of("1", "2", "3"), HERE));
        assertRefused("NS_MAX_TAGS", () -> few.register("b",
                new Registration(THING.uri(), Set.of("1", "2", "3")), false, HERE));
        few.setMetadata("a", Set.of("1", "2"), HERE);
    }

    @Test
    void theSizeOfAllRegistrationsIsLimitedHoweverTheyGrow() {
        long one = RegistrationLimits.size("a", THING);
        Registrations small = with(100, 100, 2 * one);
        small.register("a", THING, false, HERE);
        small.register("b", THING, false, HERE);

        assertRefused("NS_MAX_SIZE", () -> small.register("c", THING, false, HERE));
        assertRefused("NS_MAX_SIZE", () -> small.setMetadata("a", Set.of("t"), HERE));
        assertRefused("NS_MAX_SIZE", () -> small.register("a",
                new Registration(THING.uri() + "0", Set.of()), false, HERE));
        small.register("a", THING, false, HERE);
    }

    @Test
    void whatIsRemovedInAnyWayNoLongerCounts() {
        Registrations small = with(100, 100, 2 * RegistrationLimits.size("a", THING));
        for (int round = 0; round < 3; round++) {
            small.register("a", THING, false, HERE);
            small.register("b", THING, false, HERE);
            small.remove("a", HERE);
            small.register("c", THING, false, HERE);
            small.removeAll(List.of("b", "x"), HERE);
            assertThat(small.removeUnreachable("c", THING.uri())).isTrue();
        }

        assertThat(storage.size()).isZero();
    }

    @Test
    void whatTheStoreHeldBeforeCounts() {
        storage.put("a", THING);
        Registrations small = with(100, 100, RegistrationLimits.size("a", THING));

        assertRefused("NS_MAX_SIZE", () -> small.register("b", THING, false, HERE));
    }

    @Test
    void onlyItsOwnerChangesAName() {
        Registrations names = owned();
        names.register("a", THING, false, there);

        String why = "name belongs to another client: a; with NS_OWNERSHIP";
        assertRefused(why, () -> names.register("a", THING, false, HERE));
        assertRefused(why, () -> names.setMetadata("a", Set.of(), HERE));
        assertRefused(why, () -> names.remove("a", HERE));
        assertThat(names.removeAll(List.of("a"), HERE)).isZero();
        names.register("a", THING, false, there);
        names.setMetadata("a", Set.of("t"), there);
        assertThat(names.remove("a", there)).isTrue();
    }

    @Test
    void ofSeveralNamesOnlyTheOwnOnesAreRemoved() {
        Registrations names = owned();
        names.register("a", THING, false, there);
        names.register("b", THING, false, HERE);

        assertThat(names.removeAll(List.of("a", "b"), HERE)).isEqualTo(1);
        assertThat(storage.all()).containsOnlyKeys("a");
    }

    @Test
    void theNameServersOwnEntryIsNotThereToBeRemoved() {
        Registrations names = with(100, 100, 0);
        storage.put(WireNames.NAME_SERVER, THING);

        assertThat(names.remove(WireNames.NAME_SERVER, HERE)).isFalse();
        assertThat(names.removeAll(List.of(WireNames.NAME_SERVER), HERE)).isZero();
        assertThat(storage.all()).containsOnlyKeys(WireNames.NAME_SERVER);
    }

    @Test
    void aNameThatWasRemovedIsFree() {
        Registrations names = owned();
        names.register("a", THING, false, there);
        names.remove("a", there);

        names.register("a", THING, true, HERE);

        assertRefused("another client", () -> names.remove("a", there));
    }

    @Test
    void aNameThatAnotherProgramRemovedFromTheStoreIsFree() {
        Registrations names = owned();
        names.register("a", THING, false, there);
        storage.remove("a");

        names.register("a", THING, true, HERE);

        assertRefused("another client", () -> names.remove("a", there));
    }

    @Test
    void aSearchForAnyTagLooksAtTheTagsOfEachNameOnly() {
        storage.put("a", new Registration(THING.uri(), Set.of("one", "two")));
        int[] asked = {0};
        Set<String> wanted = new AbstractSet<>() {
            @Override
            public boolean contains(Object tag) {
                asked[0]++;
                return tag.equals("two");
            }

            @Override
            public Iterator<String> iterator() {
                throw new AssertionError("a client may ask for any number of tags");
            }

            @Override
            public int size() {
                return 1_000_000;
            }
        };

        assertThat(storage.withAny(wanted)).containsOnlyKeys("a");
        assertThat(asked[0]).isLessThanOrEqualTo(2);
    }

    @Test
    void aNameThatWasInTheStoreBelongsToWhoeverRegistersItFirst() {
        storage.put("a", THING);
        Registrations names = owned();

        names.register("a", THING, false, there);

        assertRefused("another client", () -> names.register("a", THING, false, HERE));
    }

    @Test
    void halvesOfCharactersAreRefused() {
        Registrations names = owned();

        assertThatExceptionOfType(PythonException.class)
                .isThrownBy(() -> names.register("a\ud800", THING, false, HERE))
                .withMessageContaining("U+D800");
        names.register("a\ud83d\ude00", THING, false, HERE);
    }
}
