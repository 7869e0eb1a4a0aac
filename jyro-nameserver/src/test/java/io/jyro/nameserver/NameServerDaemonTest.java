package io.jyro.nameserver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.CommunicationException;
import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.nameserver.NameServerDaemon.BroadcastState;
import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NameServerDaemonTest {
    private static final String THING = "PYRO:thing@house:7766";

    private final PyroConfig config = PyroConfig.defaults();
    private final Storage storage = new MemoryStorage();
    private final NameServerDaemon names = NameServerDaemon.builder().config(config)
            .host("127.0.0.1").port(0).storage(storage).start();

    @SuppressWarnings("NullAway.Init")
    private Proxy pyro4;
    @SuppressWarnings("NullAway.Init")
    private Proxy pyro5;

    @BeforeEach
    void connect() {
        pyro4 = client(Protocol.V48);
        pyro5 = client(Protocol.V502);
    }

    @AfterEach
    void close() {
        pyro4.close();
        pyro5.close();
        names.close();
    }

    private Proxy client(Protocol protocol) {
        return Proxy.builder(names.uri()).config(config).protocol(protocol).build();
    }

    private static void assertRaises(String type, String message, Runnable call) {
        assertThatExceptionOfType(RemoteCallException.class).isThrownBy(call::run)
                .matches(raised -> raised.pythonType().equals(type), "is " + type)
                .extracting(RemoteCallException::remoteMessage).isEqualTo(message);
    }

    @Test
    void theOwnEntryIsThereFromTheStart() {
        assertThat(names.count()).isEqualTo(1);
        assertThat(pyro5.call("lookup", "Pyro.NameServer")).isEqualTo(names.uri());
    }

    @Test
    void eachClientSeesTheMethodsOfItsOwnPyro() {
        assertThat(pyro4.metadata().methods()).containsExactlyInAnyOrder("count", "list",
                "lookup", "ping", "register", "remove", "set_metadata");
        assertThat(pyro5.metadata().methods()).containsExactlyInAnyOrder("count", "list",
                "lookup", "ping", "register", "remove", "set_metadata", "yplookup");
    }

    @Test
    void eachClientSeesTheNameServerTaggedAsItsOwnPyroDoes() {
        assertThat(pyro4.call("lookup", "Pyro.NameServer", true)).isEqualTo(
                List.of(names.uri(), List.of("class:Pyro4.naming.NameServer")));
        assertThat(pyro5.call("lookup", "Pyro.NameServer", true)).isEqualTo(
                List.of(names.uri(), Set.of("class:Pyro5.nameserver.NameServer")));
    }

    @Test
    void theNameServerIsNotFoundByTheTagOfTheOtherPyro() {
        assertThat(pyro4.call("list",
                Kwargs.of("metadata_all", List.of("class:Pyro5.nameserver.NameServer"))))
                .isEqualTo(Map.of());
        assertThat(pyro5.call("yplookup",
                Kwargs.of("meta_any", List.of("class:Pyro4.naming.NameServer"))))
                .isEqualTo(Map.of());
    }

    @Test
    void tagsAreListsForPyro4AndSetsForPyro5() {
        pyro4.call("register", "a", THING, false, List.of("t1"));

        assertThat(pyro4.call("list", Kwargs.of("prefix", "a").and("return_metadata", true)))
                .isEqualTo(Map.of("a", List.of(THING, List.of("t1"))));
        assertThat(pyro5.call("list", Kwargs.of("prefix", "a").and("return_metadata", true)))
                .isEqualTo(Map.of("a", List.of(THING, Set.of("t1"))));
    }

    @Test
    void aLookupAnswersWithAUriAndAListWithTexts() {
        pyro5.call("register", "a", PyroUri.parse(THING));

        assertThat(pyro5.call("lookup", "a")).isEqualTo(PyroUri.parse(THING));
        assertThat(pyro5.call("list", "a")).isEqualTo(Map.of("a", THING));
    }

    @Test
    void aUriTextIsKeptAsItWasRegistered() {
        pyro5.call("register", "a", "pyro:thing@house:7766");

        assertThat(pyro5.call("list", "a")).isEqualTo(Map.of("a", "pyro:thing@house:7766"));
    }

    @Test
    void anyFalseValueAsksForNoMetadata() {
        pyro5.call("register", "a", THING);

        assertThat(pyro5.call("lookup", "a", 0.0)).isEqualTo(PyroUri.parse(THING));
        assertThat(pyro5.call("lookup", "a", "")).isEqualTo(PyroUri.parse(THING));
    }

    @Test
    void anyTrueValueAsksForMetadata() {
        pyro5.call("register", "a", THING, Kwargs.of("metadata", Set.of("t1")));

        assertThat(pyro5.call("lookup", "a", 0.5)).isEqualTo(
                List.of(PyroUri.parse(THING), Set.of("t1")));
        assertThat(pyro5.call("lookup", "a", Kwargs.of("return_metadata", 1))).isEqualTo(
                List.of(PyroUri.parse(THING), Set.of("t1")));
    }

    private NameServer connected() {
        return NameServer.locate("127.0.0.1", names.port(), config);
    }

    @Test
    void anUnknownNameComesWithNamesThatAreNearIt() {
        for (String name : List.of("house.heating", "house.lighting", "garden.gate")) {
            pyro5.call("register", name, THING);
        }

        try (NameServer client = connected()) {
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.lookup("House.Heating"))
                    .withMessage("unknown name: House.Heating; the name server at 127.0.0.1:"
                            + names.port() + " has the similar name house.heating");
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.lookupWithMetadata("garden.gaet"))
                    .withMessageEndingWith(" has the similar name garden.gate");
        }
    }

    @Test
    void aUriWithAnUnknownNameSaysWhichNameServerWasAsked() {
        try (Proxy proxy = Proxy.builder("PYRONAME:nobody@127.0.0.1:" + names.port())
                .config(config).build()) {
            assertThatExceptionOfType(NamingException.class).isThrownBy(proxy::bind)
                    .withMessage("unknown name: nobody; the name server at 127.0.0.1:"
                            + names.port() + " has no similar name");
        }
    }

    @Test
    void ofManyNamesOnlyThoseWithTheSameBeginningAreAskedFor() {
        for (int i = 0; i < 600; i++) {
            storage.put("sensor-" + i, new Storage.Registration(THING, Set.of()));
        }

        try (NameServer client = connected()) {
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.lookup("sensor-123x"))
                    .withMessageContaining(" has the similar names sensor-123, sensor-12");
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.lookup("xensor-123"))
                    .withMessage("unknown name: xensor-123");
        }
    }

    @Test
    void anUnknownNameIsANamingError() {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pyro5.call("lookup", "nobody"))
                .withMessage("unknown name: nobody");
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pyro5.call("set_metadata", "nobody", List.of()))
                .withMessage("unknown name: nobody");
    }

    @Test
    void aSafeRegistrationDoesNotReplace() {
        pyro5.call("register", "a", THING);

        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pyro5.call("register", "a", "PYRO:other@house:1",
                        Kwargs.of("safe", true)))
                .withMessage("name already registered: a");
        assertThat(pyro5.call("lookup", "a")).isEqualTo(PyroUri.parse(THING));
    }

    @Test
    void anOrdinaryRegistrationReplacesTagsToo() {
        pyro5.call("register", "a", THING, false, List.of("t1"));

        pyro5.call("register", "a", "PYRO:other@house:1");

        assertThat(pyro5.call("lookup", "a", true)).isEqualTo(
                List.of(PyroUri.parse("PYRO:other@house:1"), List.of()));
    }

    @Test
    void badRegistrationsAreRefusedInPyrosWords() {
        assertRaises("builtins.TypeError", "only URIs or strings can be registered",
                () -> pyro5.call("register", "a", 5));
        assertRaises("builtins.TypeError", "name must be a str",
                () -> pyro5.call("register", 5, THING));
        assertRaises("builtins.TypeError",
                "metadata should not be a str, but another iterable (set, list, etc)",
                () -> pyro5.call("register", "a", THING, false, "t1"));
        assertRaises("builtins.TypeError", "'int' object is not iterable",
                () -> pyro5.call("register", "a", THING, false, 5));
        assertThatExceptionOfType(PyroException.class)
                .isThrownBy(() -> pyro5.call("register", "a", "nonsense"))
                .withMessageContaining("invalid uri");
        assertThat(names.count()).isEqualTo(1);
    }

    @Test
    void anEmptyNameIsRefusedSinceNobodyCouldRemoveIt() {
        assertRaises("builtins.ValueError",
                "name must not be empty: it could not be removed again",
                () -> pyro5.call("register", "", THING));
    }

    @Test
    void tagsAreReplacedAndCleared() {
        pyro5.call("register", "a", THING, false, List.of("t1"));

        pyro5.call("set_metadata", "a", Set.of("t2"));
        assertThat(pyro5.call("lookup", "a", true)).isEqualTo(
                List.of(PyroUri.parse(THING), Set.of("t2")));

        pyro5.call("set_metadata", "a", (Object) null);
        assertThat(pyro5.call("lookup", "a", true)).isEqualTo(
                List.of(PyroUri.parse(THING), List.of()));
    }

    @Test
    void namesAreRemovedByNamePrefixAndRegex() {
        for (String name : List.of("a", "b.1", "b.2", "c.1", "c.2")) {
            pyro5.call("register", name, THING);
        }

        assertThat(pyro5.call("remove", "a")).isEqualTo(1);
        assertThat(pyro5.call("remove", null, "b.", null)).isEqualTo(2);
        assertThat(pyro5.call("remove", Kwargs.of("regex", ".\\.1$"))).isEqualTo(1);
        assertThat(storage.all()).containsOnlyKeys("Pyro.NameServer", "c.2");
    }

    @Test
    void afterAnAbsentNameOnlyPyro4GoesOnWithThePrefix() {
        pyro5.call("register", "a", THING);

        assertThat(pyro5.call("remove", "absent", "a")).isEqualTo(0);
        assertThat(pyro4.call("remove", "absent", "a")).isEqualTo(1);
    }

    @Test
    void theNameServerItselfIsNeverRemoved() {
        assertThat(pyro5.call("remove", "Pyro.NameServer")).isEqualTo(0);
        assertThat(pyro5.call("remove", Kwargs.of("prefix", "Pyro"))).isEqualTo(0);
        assertThat(pyro4.call("remove", Kwargs.of("regex", ".*"))).isEqualTo(0);
        assertThat(pyro5.call("remove")).isEqualTo(0);
        assertThat(pyro5.call("count")).isEqualTo(1);
    }

    @Test
    void theNameServersOwnEntryIsNotReplacedOrTagged() {
        for (Proxy client : List.of(pyro4, pyro5)) {
            for (Runnable change : List.<Runnable>of(
                    () -> client.call("register", "Pyro.NameServer", THING),
                    () -> client.call("register", "Pyro.NameServer", names.uri(), false, null),
                    () -> client.call("set_metadata", "Pyro.NameServer", List.of()))) {
                assertThatExceptionOfType(NamingException.class).isThrownBy(change::run)
                        .withMessage("the entry Pyro.NameServer is the name server's own; clients"
                                + " cannot replace, re-tag or remove it");
            }
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.call("register", "Pyro.NameServer", THING, true))
                    .withMessage("name already registered: Pyro.NameServer");
        }
        assertThat(storage.find("Pyro.NameServer")).contains(
                new Registration(names.uri().toString(), NameDirectory.OWN_TAGS));
    }

    @Test
    void namesTagsAndUrisThatAreTooLongAreRefused() {
        String longest = "n".repeat(1_000);
        pyro5.call("register", longest, THING, false, List.of(longest));

        assertRaises("builtins.ValueError", "a name may have at most 1000 characters, not 1001",
                () -> pyro5.call("register", longest + "n", THING));
        assertRaises("builtins.ValueError", "a tag may have at most 1000 characters, not 1001",
                () -> pyro4.call("set_metadata", longest, List.of(longest + "n")));
        assertRaises("builtins.ValueError", "a uri may have at most 2000 characters, not 2013",
                () -> pyro4.call("register", "a", "PYRO:" + "x".repeat(2_000) + "@house:1"));
        assertThat(names.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\u001b", "\u007f", "\u009b", "\u2028", "\u202e", "\u2066", "\u200f"})
    void charactersThatSteerTerminalsAreRefused(String evil) {
        String why = String.format("must not contain U+%04X, as at position 1",
                (int) evil.charAt(0));

        for (Runnable change : List.<Runnable>of(
                () -> pyro5.call("register", "a" + evil, THING),
                () -> pyro4.call("register", "a", THING, false, List.of("t" + evil)))) {
            assertThatExceptionOfType(RemoteCallException.class).isThrownBy(change::run)
                    .withMessageContaining(why);
        }
        assertThat(names.count()).isEqualTo(1);
    }

    @Test
    void theErrorForAnUnknownNameDoesNotRepeatAllOfAVeryLongOne() {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pyro5.call("lookup", "n".repeat(100_000)))
                .withMessage("unknown name: " + "n".repeat(200) + "\u2026 (100,000 characters)");
    }

    @Test
    void pyro4SearchesTagsByThePositionsOfItsList() {
        pyro4.call("register", "a", THING, false, List.of("t1", "t2"));
        pyro4.call("register", "b", THING, false, List.of("t2"));

        assertThat(pyro4.call("list", null, null, List.of("t1", "t2")))
                .isEqualTo(Map.of("a", THING));
        assertThat(pyro4.call("list", null, null, null, List.of("t2"), false))
                .isEqualTo(Map.of("a", THING, "b", THING));
    }

    @Test
    void pyro5TakesTheThirdPositionOfItsListForReturnMetadata() {
        pyro5.call("register", "a", THING, false, List.of("t1"));

        assertThat(pyro5.call("list", "a", null, true)).isEqualTo(
                Map.of("a", List.of(THING, Set.of("t1"))));
    }

    @Test
    void yplookupGivesTagsUnlessToldOtherwise() {
        pyro5.call("register", "a", THING, false, List.of("t1"));

        assertThat(pyro5.call("yplookup", List.of("t1"))).isEqualTo(
                Map.of("a", List.of(THING, Set.of("t1"))));
        assertThat(pyro5.call("yplookup", Set.of("t1"), null, false))
                .isEqualTo(Map.of("a", THING));
        assertThat(pyro5.call("yplookup")).isEqualTo(Map.of());
    }

    @Test
    void onlyOneFilterIsAllowed() {
        assertRaises("builtins.ValueError", "you can only filter on one thing at a time",
                () -> pyro5.call("list", "a", "b"));
        assertRaises("builtins.ValueError", "you can only filter on one thing at a time",
                () -> pyro4.call("list", Kwargs.of("prefix", "").and("metadata_any", List.of())));
        assertRaises("builtins.ValueError",
                "you can't use meta_all or meta_any at the same time",
                () -> pyro5.call("yplookup", List.of("a"), List.of("b")));
    }

    @Test
    void aTextIsNoCollectionOfTagsToSearchFor() {
        String refusal = "metadata_all should not be a str, but another iterable (set, list, etc)";
        assertRaises("builtins.TypeError", refusal, () -> pyro5.call("yplookup", "t1"));
        assertRaises("builtins.TypeError", refusal,
                () -> pyro4.call("list", Kwargs.of("metadata_all", "t1")));
    }

    @Test
    void anUnknownKeywordIsRefused() {
        assertRaises("builtins.TypeError", "list() got an unexpected keyword argument 'foo';"
                + " its parameters are prefix, regex, return_metadata",
                () -> pyro5.call("list", Kwargs.of("foo", 1)));
    }

    @Test
    void parametersMayBeGivenByPositionAndByNameAndLeftOut() {
        pyro5.call("register", "a", THING, Kwargs.of("metadata", List.of("t1")));

        assertThat(pyro4.call("list", "a", Kwargs.of("return_metadata", true)))
                .isEqualTo(Map.of("a", List.of(THING, List.of("t1"))));
        assertThat(pyro5.call("yplookup", Kwargs.of("meta_any", List.of("t1"))))
                .isEqualTo(Map.of("a", List.of(THING, Set.of("t1"))));
        assertThat(pyro5.call("yplookup",
                Kwargs.of("meta_any", List.of("t1")).and("return_metadata", false)))
                .isEqualTo(Map.of("a", THING));
        assertThat(pyro4.call("remove", Kwargs.of("prefix", "a"))).isEqualTo(1);
    }

    @Test
    void aBadRegexIsANamingError() {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pyro5.call("list", Kwargs.of("regex", "(")))
                .withMessageStartingWith("invalid regex: missing ), unterminated subpattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*a){20}$", "(?:a?){1000}$", "x?y?(a+)+$"})
    void aRegexThatBacktrackingCannotDecideIsAnswered(String regex) {
        pyro5.call("register", "a".repeat(60) + "!", THING);

        assertThat(pyro5.call("list", Kwargs.of("regex", regex))).isEqualTo(Map.of());
        assertThat(pyro4.call("remove", Kwargs.of("regex", regex))).isEqualTo(0);
    }

    @Test
    void aRegexThatTakesTooManyStepsForAllNamesIsRefused() {
        for (int i = 0; i < 6; i++) {
            pyro5.call("register", "a".repeat(999) + i, THING);
        }

        for (Proxy client : List.of(pyro4, pyro5)) {
            assertThatExceptionOfType(NamingException.class)
                    .isThrownBy(() -> client.call("list", Kwargs.of("regex", "a{9990}")))
                    .withMessageStartingWith("invalid regex: it takes too many steps");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void namesAndTagsAreResolvedByProxies(Protocol protocol) {
        try (Proxy client = client(protocol)) {
            client.call("register", "self", names.uri(), false, List.of("t1"));
        }

        try (Proxy byName = Proxy.builder("PYRONAME:self@" + names.location()).config(config)
                .build();
                Proxy byTag = Proxy.builder("PYROMETA:t1@" + names.location()).config(config)
                        .build()) {
            assertThat(byName.call("count")).isEqualTo(2);
            assertThat(byTag.call("count")).isEqualTo(2);
        }
    }

    @Test
    void jyrosOwnClientSpeaksToIt() {
        try (NameServer client = NameServer.locate("127.0.0.1", names.port(), config)) {
            client.register("a", PyroUri.parse(THING), true, List.of("t1"));

            assertThat(client.yellowPagesAll(List.of("t1"))).containsOnlyKeys("a");
            assertThat(client.listRegex("Pyro\\..*")).containsOnlyKeys("Pyro.NameServer");
            assertThat(client.removePrefix("a")).isEqualTo(1);
        }
    }

    @Test
    void aNameServerForThisMachineAnswersNoBroadcasts() {
        assertThat(names.broadcastState()).isEqualTo(BroadcastState.LOCALHOST);
        assertThat(names.broadcastLocation()).isEmpty();
    }

    @Test
    void aNameServerForEveryInterfaceAnswersBroadcasts() {
        try (NameServerDaemon open = NameServerDaemon.builder().config(config).host("").port(0)
                .broadcastHost("127.0.0.1").broadcastPort(0).start()) {
            assertThat(open.location()).isEqualTo("0.0.0.0:" + open.port());
            assertThat(open.broadcastState()).isEqualTo(BroadcastState.RUNNING);
            assertThat(open.broadcastLocation()).contains("127.0.0.1:" + open.broadcastPort());
        }
    }

    @Test
    void broadcastsCanBeSwitchedOff() {
        try (NameServerDaemon open = NameServerDaemon.builder().config(config).host("0.0.0.0")
                .port(0).broadcast(false).start()) {
            assertThat(open.broadcastState()).isEqualTo(BroadcastState.SWITCHED_OFF);
        }
    }

    @Test
    void behindANatTheOwnEntryIsTheOutside() {
        try (NameServerDaemon inside = NameServerDaemon.builder().config(config)
                .host("127.0.0.1").port(0).natHost("gate.example").natPort(4711).start();
                Proxy client = Proxy.builder(inside.internalUri()).config(config).build()) {
            assertThat(inside.uri())
                    .hasToString("PYRO:Pyro.NameServer@gate.example:4711");
            assertThat(client.call("lookup", "Pyro.NameServer")).isEqualTo(inside.uri());
        }
    }

    @Test
    void whatTheStoreHeldIsThereAfterARestart() {
        pyro5.call("register", "a", THING);
        names.close();

        try (NameServerDaemon again = NameServerDaemon.builder().config(config)
                .host("127.0.0.1").port(0).storage(storage).start();
                Proxy client = Proxy.builder(again.uri()).config(config).build()) {
            assertThat(client.call("lookup", "a")).isEqualTo(PyroUri.parse(THING));
            assertThat(client.call("lookup", "Pyro.NameServer")).isEqualTo(again.uri());
        }
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatExceptionOfType(CommunicationException.class)
                .isThrownBy(() -> NameServerDaemon.builder().config(config).host("127.0.0.1")
                        .port(names.port()).start())
                .withMessageContaining("127.0.0.1:" + names.port());
    }

    @Test
    void cleaningMoreOftenThanEveryThreeSecondsIsRefused() {
        PyroConfig eager = config.toBuilder().nsAutoClean(Duration.ofSeconds(2)).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameServerDaemon.builder().config(eager).start())
                .withMessage("NS_AUTOCLEAN cannot be smaller than 3");
    }

    @Test
    void closingTwiceIsFine() {
        names.close();
        names.close();
    }
}
