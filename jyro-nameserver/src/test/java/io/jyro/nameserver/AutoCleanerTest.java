package io.jyro.nameserver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jyro.nameserver.AutoCleaner.Place;
import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AutoCleanerTest {
    private final Storage storage = new MemoryStorage();
    private final Set<String> gone = new HashSet<>();
    private final List<Place> asked = new CopyOnWriteArrayList<>();
    private long now;
    private final Registrations registrations = new Registrations(storage,
            new RegistrationLimits(100, 100, 0), true);
    private final AutoCleaner cleaner = new AutoCleaner(registrations, this::answers, () -> now);

    private boolean answers(Place place) {
        asked.add(place);
        return !gone.contains(place.host());
    }

    private void register(String name, String uri) {
        storage.put(name, new Registration(uri, Set.of()));
    }

    private void sweepAfter(Duration time) {
        now += time.toNanos();
        cleaner.sweep();
    }

    @Test
    void aDaemonThatStaysAwayForTwentySecondsLosesItsNames() {
        register("a", "PYRO:x@away:1");
        register("b", "PYRO:x@here:1");
        gone.add("away");
        cleaner.sweep();

        sweepAfter(Duration.ofSeconds(20));

        assertThat(storage.all()).containsOnlyKeys("b");
    }

    @Test
    void anOwnedNameIsRemovedAndThenFreeForAnyOwner() throws UnknownHostException {
        Registration registration = new Registration("PYRO:x@away:1", Set.of());
        registrations.register("a", registration, true, Owner.Local.THIS_MACHINE);
        gone.add("away");
        cleaner.sweep();

        sweepAfter(Duration.ofSeconds(20));

        assertThat(storage.find("a")).isEmpty();
        registrations.register("a", registration, false,
                new Owner.Host(InetAddress.getByName("10.0.0.5")));
        assertThat(storage.find("a")).isPresent();
    }

    @Test
    void aDaemonThatWasAwayForLessKeepsThem() {
        register("a", "PYRO:x@away:1");
        gone.add("away");
        cleaner.sweep();

        sweepAfter(Duration.ofSeconds(19));

        assertThat(storage.find("a")).isPresent();
    }

    @Test
    void aDaemonThatCameBackBeginsAnew() {
        register("a", "PYRO:x@away:1");
        gone.add("away");
        cleaner.sweep();
        gone.remove("away");
        sweepAfter(Duration.ofSeconds(10));
        gone.add("away");

        sweepAfter(Duration.ofSeconds(10));
        sweepAfter(Duration.ofSeconds(19));

        assertThat(storage.find("a")).isPresent();
    }

    @Test
    void aNameThatWasRegisteredAnewBeginsAnew() {
        register("a", "PYRO:x@away:1");
        gone.add("away");
        cleaner.sweep();
        register("a", "PYRO:x@away:2");

        sweepAfter(Duration.ofSeconds(20));

        assertThat(storage.find("a")).isPresent();
    }

    @Test
    void whatHasNoLocationToConnectToIsLeftAlone() {
        register("unix", "PYRO:x@./u:/run/x.sock");
        register("name", "PYRONAME:other");
        register("meta", "PYROMETA:tag@away");
        register("empty", "PYRO:x@:1234");
        register("junk", "no uri at all");
        gone.addAll(Set.of("away", ""));
        cleaner.sweep();

        sweepAfter(Duration.ofSeconds(60));

        assertThat(storage.size()).isEqualTo(5);
        assertThat(asked).isEmpty();
    }

    @Test
    void theNameServerAndDaemonsAreLeftAlone() {
        register("Pyro.NameServer", "PYRO:Pyro.NameServer@away:1");
        register("Pyro.Daemon", "PYRO:Pyro.Daemon@away:1");
        gone.add("away");
        cleaner.sweep();

        sweepAfter(Duration.ofSeconds(60));

        assertThat(storage.size()).isEqualTo(2);
    }

    @Test
    void namesOfOneDaemonCostOneConnection() {
        register("a", "PYRO:x@here:1");
        register("b", "PYRO:y@here:1");
        register("c", "PYRO:y@here:2");

        cleaner.sweep();

        assertThat(asked).containsExactlyInAnyOrder(new Place("here", 1), new Place("here", 2));
    }
}
