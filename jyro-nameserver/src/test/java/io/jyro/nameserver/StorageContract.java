package io.jyro.nameserver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every store promises. */
abstract class StorageContract {
    private static final String URI = "PYRO:thing@house:7766";

    @SuppressWarnings("NullAway.Init")
    private Storage storage;

    /** An empty store. */
    abstract Storage newStorage();

    @BeforeEach
    void open() {
        storage = newStorage();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Registration tagged(String... tags) {
        return new Registration(URI, Set.of(tags));
    }

    @Test
    void whatWasPutIsFound() {
        storage.put("a", tagged("t1", "t2"));

        assertThat(storage.find("a")).contains(tagged("t2", "t1"));
    }

    @Test
    void anUnknownNameIsNotFound() {
        assertThat(storage.find("a")).isEmpty();
    }

    @Test
    void namesThatDifferInCaseAreDifferent() {
        storage.put("a", tagged());

        assertThat(storage.find("A")).isEmpty();
    }

    @Test
    void puttingAgainReplacesUriAndTags() {
        storage.put("a", tagged("t1"));

        storage.put("a", new Registration("PYRO:other@house:1", Set.of()));

        assertThat(storage.find("a")).contains(new Registration("PYRO:other@house:1", Set.of()));
    }

    @Test
    void aTakenNameIsKeptWhenPutIfAbsent() {
        storage.put("a", tagged("t1"));

        boolean put = storage.putIfAbsent("a", tagged("t2"));

        assertThat(put).isFalse();
        assertThat(storage.find("a")).contains(tagged("t1"));
    }

    @Test
    void aFreeNameIsTakenWhenPutIfAbsent() {
        assertThat(storage.putIfAbsent("a", tagged("t1"))).isTrue();
        assertThat(storage.find("a")).contains(tagged("t1"));
    }

    @Test
    void onlyOneOfManyAtOnceTakesAName() {
        AtomicInteger winners = new AtomicInteger();

        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                many.execute(() -> {
                    if (storage.putIfAbsent("a", tagged())) {
                        winners.incrementAndGet();
                    }
                });
            }
        }

        assertThat(winners).hasValue(1);
    }

    @Test
    void replacedTagsLeaveTheUri() {
        storage.put("a", tagged("t1"));

        boolean replaced = storage.replaceMetadata("a", Set.of("t2"));

        assertThat(replaced).isTrue();
        assertThat(storage.find("a")).contains(tagged("t2"));
    }

    @Test
    void tagsOfAnUnknownNameAreNotReplaced() {
        assertThat(storage.replaceMetadata("a", Set.of("t"))).isFalse();
        assertThat(storage.size()).isZero();
    }

    @Test
    void aRemovedNameIsGone() {
        storage.put("a", tagged("t1"));

        assertThat(storage.remove("a")).isTrue();
        assertThat(storage.find("a")).isEmpty();
        assertThat(storage.remove("a")).isFalse();
    }

    @Test
    void aNameThatStandsForAnotherUriByNowIsNotRemoved() {
        storage.put("a", new Registration("PYRO:new@house:2", Set.of()));

        assertThat(storage.remove("a", URI)).isFalse();
        assertThat(storage.find("a")).isPresent();
    }

    @Test
    void aNameThatStandsForTheUriStillIsRemoved() {
        storage.put("a", tagged());

        assertThat(storage.remove("a", URI)).isTrue();
        assertThat(storage.find("a")).isEmpty();
    }

    @Test
    void ofSeveralRemovedNamesThoseAreCountedThatWereThere() {
        storage.put("a", tagged());
        storage.put("b", tagged());
        storage.put("c", tagged());

        assertThat(storage.removeAll(List.of("a", "c", "x"))).isEqualTo(2);
        assertThat(storage.all()).containsOnlyKeys("b");
    }

    @Test
    void sizeCountsNames() {
        storage.put("a", tagged("t1", "t2"));
        storage.put("b", tagged());

        assertThat(storage.size()).isEqualTo(2);
    }

    @Test
    void aListDoesNotChangeWithTheStore() {
        storage.put("a", tagged());
        Map<String, Registration> before = storage.all();

        storage.put("b", tagged());

        assertThat(before).containsOnlyKeys("a");
    }

    @Test
    void namesAreFoundByTheirBeginning() {
        storage.put("a", tagged());
        storage.put("a.1", tagged());
        storage.put("a.2", tagged());
        storage.put("A.3", tagged());
        storage.put("a/", tagged());
        storage.put("b", tagged());

        assertThat(storage.withPrefix("a.")).containsOnlyKeys("a.1", "a.2");
    }

    @Test
    void wildcardsOfDatabasesAreOrdinaryInPrefixes() {
        storage.put("a%", tagged());
        storage.put("a_", tagged());
        storage.put("ab", tagged());

        assertThat(storage.withPrefix("a_")).containsOnlyKeys("a_");
        assertThat(storage.withPrefix("a%")).containsOnlyKeys("a%");
    }

    @Test
    void whatHasAllTagsIsFound() {
        storage.put("a", tagged("t1", "t2", "t3"));
        storage.put("b", tagged("t1"));
        storage.put("c", tagged());

        assertThat(storage.withAll(Set.of("t1", "t2"))).containsOnlyKeys("a");
    }

    @Test
    void whatHasAnyTagIsFound() {
        storage.put("a", tagged("t1"));
        storage.put("b", tagged("t2"));
        storage.put("c", tagged("t3"));

        assertThat(storage.withAny(Set.of("t1", "t2"))).containsOnlyKeys("a", "b");
    }

    @Test
    void closingTwiceIsFine() {
        storage.close();
        storage.close();
    }
}
