package io.jyro.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.nameserver.MemoryStorage;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.nameserver.Storage;
import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NameServerClientToolTest {
    private static final String THING = "PYRO:thing@house:7766";

    private final Storage storage = new MemoryStorage();
    private final NameServerDaemon names = NameServerDaemon.builder()
            .config(PyroConfig.defaults()).host("127.0.0.1").port(0).storage(storage).start();

    @AfterEach
    void close() {
        names.close();
    }

    private Jyro nsc(String... arguments) {
        List<String> all = new ArrayList<>(List.of("nsc", "-n", "127.0.0.1", "-p",
                Integer.toString(names.port())));
        all.addAll(List.of(arguments));
        return Jyro.run(all.toArray(String[]::new));
    }

    private Jyro nscAnswering(String answer, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
        try {
            return nsc(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private void register(String name, String uri, String... tags) {
        storage.put(name, new Registration(uri, Set.of(tags)));
    }

    private static void assertPrints(Jyro run, String... lines) {
        assertThat(run.out().lines()).containsExactly(lines);
        assertThat(run.status()).isZero();
    }

    @Test
    void pingSaysOk() {
        assertPrints(nsc("ping"), "Name server ping ok.");
    }

    @Test
    void listPrintsABlockSortedByName() {
        register("b", THING);
        register("a", "PYRONAME:b", "t2", "t1");

        assertPrints(nsc("list"), "--------START LIST ", "Pyro.NameServer --> " + names.uri(),
                "    metadata: {'class:Pyro5.nameserver.NameServer'}", "a --> PYRONAME:b",
                "    metadata: {'t1', 't2'}", "b --> " + THING, "--------END LIST ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[2J", "\r", "\n", "\u0007", "\u009b", "\u061c", "\u202e", "\u2066",
                    "\u200f", "\u200b", "\u2028"})
    void whatOthersRegisteredDoesNotSteerTheTerminal(String evil) {
        register("a" + evil, "PYRO:x" + evil + "@house:1", "t" + evil);

        for (String[] command : new String[][]{{"list"}, {"lookup", "a" + evil},
                {"yplookup_all", "t" + evil}, {"listmatching", "a"}, {"lookup", "b" + evil},
                {"register", "a" + evil, THING}, {"remove", "a" + evil}}) {
            Jyro run = nsc(command);

            assertThat((run.out() + run.err()).replace(System.lineSeparator(), "").chars()
                    .filter(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || c == '\u2028'))
                    .as(String.join(" ", command)).isEmpty();
            assertThat(run.out().lines().count()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void listWithAPrefixSaysSoInItsTitle() {
        register("a.1", THING);

        assertPrints(nsc("list", "a."), "--------START LIST - prefix 'a.'", "a.1 --> " + THING,
                "--------END LIST - prefix 'a.'");
    }

    @Test
    void aUriThatNobodyCanReadDoesNotHideTheOthers() {
        register("a", "PYRO:x@house:99999");

        assertPrints(nsc("list", "a"), "--------START LIST - prefix 'a'",
                "a --> PYRO:x@house:99999", "--------END LIST - prefix 'a'");
    }

    @Test
    void listmatchingMatchesFromTheStart() {
        register("a.1", THING);
        register("b.a", THING);

        assertPrints(nsc("listmatching", "a"), "--------START LIST - regex 'a'",
                "a.1 --> " + THING, "--------END LIST - regex 'a'");
    }

    @Test
    void lookupPrintsUriAndTags() {
        register("a", THING, "t1");
        register("b", THING);

        assertPrints(nsc("lookup", "a"), THING, "metadata: {'t1'}");
        assertPrints(nsc("lookup", "b"), THING);
    }

    @Test
    void registerTakesAFreeName() {
        assertPrints(nsc("register", "a", THING), "Registered a");
        assertThat(storage.find("a")).contains(new Registration(THING, Set.of()));
    }

    @Test
    void registerDoesNotTakeAwayAName() {
        register("a", THING);

        Jyro run = nsc("register", "a", "PYRO:other@house:1");

        assertThat(run.err().lines())
                .containsExactly("Error: NamingError - name already registered: a");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void removeSaysWhetherThereWasSomething() {
        register("a", THING);

        assertPrints(nsc("remove", "a"), "Removed a");
        assertPrints(nsc("remove", "a"), "Nothing removed");
    }

    @Test
    void setmetaReplacesAndClears() {
        register("a", THING);

        assertPrints(nsc("setmeta", "a", "t1", "t2"), "Metadata updated");
        assertThat(storage.find("a")).contains(new Registration(THING, Set.of("t1", "t2")));
        assertPrints(nsc("setmeta", "a"), "Metadata cleared");
        assertThat(storage.find("a")).contains(new Registration(THING, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({"listmeta_all", "yplookup_all"})
    void whatHasAllTagsIsListedByEitherWord(String command) {
        register("a", THING, "t1", "t2");
        register("b", THING, "t1");

        assertPrints(nsc(command, "t1", "t2"), "--------START LIST  - searched by metadata",
                "a --> " + THING, "    metadata: {'t1', 't2'}",
                "--------END LIST  - searched by metadata");
    }

    @ParameterizedTest
    @CsvSource({"listmeta_any", "yplookup_any"})
    void whatHasAnyTagIsListedByEitherWord(String command) {
        register("a", THING, "t1");
        register("b", THING, "t2");

        assertPrints(nsc(command, "t2", "t3"), "--------START LIST  - searched by metadata",
                "b --> " + THING, "    metadata: {'t2'}",
                "--------END LIST  - searched by metadata");
    }

    @Test
    void removematchingAsksAndRemovesOnYes() {
        register("a.1", THING);
        register("a.2", THING);

        assertPrints(nscAnswering("y\n", "removematching", "a\\."),
                "Potentially removing lots of items from the Name server."
                        + " Are you sure (y/n)?2 items removed.");
        assertThat(storage.all()).containsOnlyKeys("Pyro.NameServer");
    }

    @Test
    void removematchingRemovesNothingOnAnyOtherAnswer() {
        register("a.1", THING);

        assertPrints(nscAnswering("yes\n", "removematching", "a\\."),
                "Potentially removing lots of items from the Name server."
                        + " Are you sure (y/n)?");
        assertThat(storage.find("a.1")).isPresent();
    }

    @Test
    void removematchingWithoutAnAnswerFails() {
        Jyro run = nscAnswering("", "removematching", "a");

        assertThat(run.err()).isEqualTo("Error: EOFError - EOF when reading a line\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void verboseTellsOfEachStep() {
        assertPrints(nsc("-v", "ping"), "Locating name server...",
                "Name server found: " + names.uri(), "Name server ping ok.", "Done.");
    }

    @ParameterizedTest
    @CsvSource({"lookup, requires one argument: name", "remove, requires one argument: name",
            "register, requires two arguments: name uri",
            "listmatching, requires one argument: pattern",
            "removematching, requires one argument: pattern",
            "setmeta, requires arguments: uri and zero or more meta tags",
            "yplookup_all, requires at least one metadata tag argument"})
    void missingArgumentsAreSaidInPyrosWords(String command, String complaint) {
        Jyro run = nsc(command);

        assertThat(run.err()).isEqualTo(complaint + "\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void anUnknownCommandIsAWrongCommandLine() {
        Jyro run = nsc("bogus");

        assertThat(run.err()).contains("invalid command 'bogus'", "listmatching");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void whatTheServerRaisedIsNamedAsInPython() {
        assertThat(nsc("lookup", "nobody").err())
                .isEqualTo("Error: NamingError - unknown name: nobody\n");
        assertThat(nsc("register", "a", "nonsense").err())
                .startsWith("Error: PyroError - invalid uri");
    }

    @Test
    void aMistypedNameIsAnsweredWithTheNamesNearIt() {
        register("house.thermostat", THING);

        Jyro run = nsc("lookup", "house.thermostatt");

        assertThat(run.err()).startsWith("Error: NamingError - unknown name: house.thermostatt")
                .contains("has the similar name house.thermostat");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aNameServerThatIsNotThereIsAnErrorLineAndStatus1() {
        names.close();

        Jyro run = nsc("ping");

        assertThat(run.err()).startsWith("Error: Failed to locate the nameserver");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aNameServerOnAUnixSocketIsAskedThere(@TempDir Path directory) {
        String path = directory.resolve("ns").toString();
        try (NameServerDaemon there = NameServerDaemon.builder().config(PyroConfig.defaults())
                .unixSocket(path).start()) {

            assertPrints(Jyro.run("nsc", "-u", path, "-v", "ping"), "Locating name server...",
                    "Name server found: " + there.uri(), "Name server ping ok.", "Done.");
        }
    }

    @Test
    void aUnixSocketThatIsNotThereIsNamed(@TempDir Path directory) {
        Jyro run = Jyro.run("nsc", "-u", directory.resolve("none").toString(), "ping");

        assertThat(run.err()).startsWith("Error: ").contains("./u:" + directory.resolve("none"))
                .contains("there is no such socket");
    }

    @Test
    void aKeyOnTheCommandLineIsRefusedWithoutRepeatingIt() {
        Jyro run = nsc("-k", "swordfish", "ping");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("PYRO_HMAC_KEY").doesNotContain("swordfish");
    }
}
