package io.jyro;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyroUriTest {
    @Test
    void aDirectUriHasObjectHostAndPort() {
        PyroUri uri = PyroUri.parse("PYRO:house.thermostat@house:7766");

        assertThat(uri.protocol()).isEqualTo("PYRO");
        assertThat(uri.objectId()).isEqualTo("house.thermostat");
        assertThat(uri.host()).isEqualTo("house");
        assertThat(uri.port()).isEqualTo(7766);
        assertThat(uri.socketName()).isNull();
        assertThat(uri.tags()).isEmpty();
        assertThat(uri.location()).isEqualTo("house:7766");
    }

    @Test
    void aUriIsOfOneKind() {
        assertThat(kinds("PYRO:o@h:1")).containsExactly(true, false, false);
        assertThat(kinds("PYRONAME:n")).containsExactly(false, true, false);
        assertThat(kinds("PYROMETA:t")).containsExactly(false, false, true);
    }

    @Test
    void aUnixSocketIsALocationWithoutHostAndPort() {
        PyroUri uri = PyroUri.parse("PYRO:o@./u:/run/my house.sock");

        assertThat(uri.socketName()).isEqualTo("/run/my house.sock");
        assertThat(uri.location()).isEqualTo("./u:/run/my house.sock");
        assertThat(uri.host()).isNull();
        assertThat(uri.port()).isZero();
    }

    @Test
    void anIpv6HostLosesItsBracketsAndGetsThemBackInTheLocation() {
        PyroUri uri = PyroUri.parse("PYRO:o@[fe80::1%2]:7766");

        assertThat(uri.host()).isEqualTo("fe80::1%2");
        assertThat(uri.location()).isEqualTo("[fe80::1%2]:7766");
    }

    @Test
    void aNameNeedsNoLocation() {
        PyroUri uri = PyroUri.parse("PYRONAME:house.thermostat");

        assertThat(uri.location()).isNull();
        assertThat(uri.host()).isNull();
        assertThat(uri.port()).isZero();
    }

    @Test
    void tagsKeepTheirOrderAndLoseTheirDoubles() {
        PyroUri uri = PyroUri.parse("PYROMETA:sensor,indoor,sensor,blue");

        assertThat(uri.tags()).containsExactly("sensor", "indoor", "blue");
        assertThat(uri.objectId()).isEqualTo("sensor,indoor,blue");
        assertThat(uri).hasToString("PYROMETA:sensor,indoor,blue");
    }

    /** What Pyro4 and Pyro5 made of these texts when they were asked. */
    @ParameterizedTest
    @CsvSource({"PYRO:o@h:1, PYRO:o@h:1", "pyro:o@h:1, PYRO:o@h:1",
            "PyroName:x@H, PYRONAME:x@H:9090",
            "PYRONAME:x, PYRONAME:x", "PYRONAME:x@h:, PYRONAME:x@h:9090",
            "PYRONAME:x@h:5, PYRONAME:x@h:5",
            "PYRONAME:x@h:0, PYRONAME:x@h:0", "PYRONAME:x@[::1], PYRONAME:x@[::1]:9090",
            "PYRONAME:x@./u:s, PYRONAME:x@./u:s", "PYROMETA:a@h, PYROMETA:a@h:9090",
            "PYRO:o:p@h:1, PYRO:o:p@h:1",
            "PYRO:o@./u:x@y, PYRO:o@./u:x@y",
            "PYRO:o@h:007, PYRO:o@h:7",
            "PYRO:o@h: 12, PYRO:o@h:12", "PYRO:o@h:+5, PYRO:o@h:5", "PYRO:o@h:1_0, PYRO:o@h:10",
            "PYRO:o@h:\u0663, PYRO:o@h:3", "PYRO:\u00fcn\u00ef@h:1, PYRO:\u00fcn\u00ef@h:1",
            "PYRO:@o@h:1, PYRO:@o@h:1", "PYRONAME:x@, PYRONAME:x@",
            "PYRO:o@[0::0:1]:1, PYRO:o@[0::0:1]:1"})
    void aTextIsPrintedAsPyroPrintsIt(String text, String printed) {
        assertThat(PyroUri.parse(text)).hasToString(printed);
    }

    @Test
    void theObjectEndsAtTheFirstAt() {
        PyroUri uri = PyroUri.parse("PYRO:o@b@host:1");

        assertThat(uri.objectId()).isEqualTo("o");
        assertThat(uri.host()).isEqualTo("b@host");
    }

    @Test
    void anEmptyHostIsReadButNotPrinted() {
        PyroUri uri = PyroUri.parse("PYRO:x@:1234");

        assertThat(uri.host()).isEmpty();
        assertThat(uri.location()).isNull();
        assertThat(uri).hasToString("PYRO:x");
    }

    @Test
    void whatFollowsThePortOfAnIpv6AddressIsIgnored() {
        assertThat(PyroUri.parse("PYRO:o@[::1]:55junk")).hasToString("PYRO:o@[::1]:55");
    }

    @Test
    void oneNewlineAtTheEndIsIgnored() {
        assertThat(PyroUri.parse("PYRONAME:x\n")).hasToString("PYRONAME:x");
        assertThat(PyroUri.parse("PYRO:o@h:1\n")).hasToString("PYRO:o@h:1");
    }

    @Test
    void tagsCanBeEmpty() {
        assertThat(PyroUri.parse("PYROMETA:a,,b").tags()).containsExactly("a", "", "b");
        assertThat(PyroUri.parse("PYROMETA:,").tags()).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "PYRO", "PYRO:", "PYRO:o", "PYRO:o@", "PYRO:@h:1", ":o@h:1",
            "PYR:o@h:1",
            " PYRO:o@h:1", "PYRO:a b@h:1", "PYRO:a\u00a0b@h:1", "PYRO:a\u0085b@h:1", "PYRO:o\n@h:1",
            "PYRONAME:",
            "PYRONAME:a b", "PYROMETA:a, b", "PYRONAME:x\n\n", "PYRO:o@h\n:1", "PYRO_:o@h:1",
            "P\u0178RO:o@h:1"})
    void whatHasNotTheShapeOfAUriIsRefused(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith(
                        "invalid uri: '" + RemoteText.shown(text) + "'; write PYRO:id@host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PYROX:o@h:1", "PYROLOC:x@h:1", "PYROLOC:x", "pyros:o"})
    void unknownProtocolsAreRefused(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid uri (protocol): '" + text + "'; begin with PYRO:");
    }

    /** Pyro accepts them, and fails when it connects. */
    @ParameterizedTest
    @ValueSource(strings = {"PYRO:o@ h:1", "PYRO:o@h h:1", "PYRO:o@h\t:1", "PYRONAME:x@h "})
    void hostsWithBlanksAreRefused(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid uri (location): '")
                .hasMessageEndingWith("cannot be the host of a uri: it contains a blank");
        assertThatThrownBy(() -> PyroUri.of("x", " h", 1)).isInstanceOf(PyroException.class)
                .hasMessageContaining("contains a blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PYRO:o@::1:7766", "PYRO:o@fe80::1:2"})
    void anIpv6AddressWithoutBracketsIsToldAboutThem(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageEndingWith("; write an IPv6 address in brackets: [::1]:7766");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PYRO:o@./u:", "PYRO:o@./u:p:1", "PYRONAME:o@./u:a:b"})
    void unixSocketsWithoutPathOrWithColonAreRefused(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid uri (location): ");
    }

    @ParameterizedTest
    @CsvSource({"PYRO:o@h, None", "PYRO:o@h:, None", "PYRO:o@h:x, x", "PYRO:o@h:1x, 1x",
            "PYRO:o@h:1:2, 1:2",
            "PYRO:o@[::1], None", "PYRO:o@[::1]:x, None", "PYRO:o@[::1]5, None",
            "PYRO:o@[::1]]:1, None",
            "PYRO:o@::1:1, :1:1", "PYRO:o@./u, None", "PYRO:o@./U:x, x", "PYRO:o@h:_1, _1",
            "PYRO:o@h:1_, 1_",
            "PYRO:o@h:1__0, 1__0", "PYRO:o@h:+, +"})
    void whatIsNotAPortIsRefused(String text, String port) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid port in uri, port=" + port + ": ");
    }

    /** Pyro accepts them, and fails when it connects. */
    @ParameterizedTest
    @ValueSource(strings = {"65536", "99999", "-1", "99999999999999999999"})
    void portsThatNoHostHasAreRefused(String port) {
        assertThatThrownBy(() -> PyroUri.parse("PYRO:o@h:" + port))
                .isInstanceOf(PyroException.class)
                .hasMessage("invalid port in uri, port=" + port
                        + ": a port is a number from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PYRO:o@[]:1", "PYRO:o@[x]:1", "PYRO:o@[::1", "PYRO:o@[fe80::1%eth0]:5"})
    void ipv6AddressesAreNumeric(String text) {
        assertThatThrownBy(() -> PyroUri.parse(text)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith(
                        "invalid ipv6 address: the part between brackets must be"
                                + " a numeric ipv6 address: '"
                                + RemoteText.shown(text) + "'");
    }

    @Test
    void doubleBracketsAreRefused() {
        assertThatThrownBy(() -> PyroUri.parse("PYRO:o@[[::1]]:1"))
                .isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid ipv6 address: enclosed in too many brackets");
    }

    @Test
    void aLongTextIsNotRepeatedWhole() {
        assertThatThrownBy(() -> PyroUri.parse("x".repeat(1_000_000))).message()
                .hasSizeLessThan(400);
    }

    @Test
    void theDefaultPortOfNameServersCanBeGiven() {
        assertThat(PyroUri.parse("PYRONAME:x@h", 9999)).hasToString("PYRONAME:x@h:9999");
        assertThatThrownBy(() -> PyroUri.parse("PYRONAME:x@h", -1))
                .isInstanceOf(PyroException.class);
    }

    @Test
    void urisAreMadeFromParts() {
        assertThat(PyroUri.of("o", "h", 1)).hasToString("PYRO:o@h:1");
        assertThat(PyroUri.of("o", "::1", 1)).hasToString("PYRO:o@[::1]:1")
                .isEqualTo(PyroUri.of("o", "[::1]", 1));
        assertThat(PyroUri.ofUnixSocket("o", "/run/x")).hasToString("PYRO:o@./u:/run/x");
        assertThat(PyroUri.ofName("n")).hasToString("PYRONAME:n");
        assertThat(PyroUri.ofName("n", "h", 9090)).hasToString("PYRONAME:n@h:9090");
        assertThat(PyroUri.ofMetadata(new LinkedHashSet<>(List.of("b", "a"))))
                .hasToString("PYROMETA:b,a");
        assertThat(PyroUri.ofMetadata(Set.of("a"), "h", 1)).hasToString("PYROMETA:a@h:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@b", "a@", "a\n"})
    void anObjectIdThatATextCouldNotCarryIsRefused(String objectId) {
        assertThatThrownBy(() -> PyroUri.of(objectId, "h", 1)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith(
                        "invalid uri: '" + RemoteText.shown(objectId)
                                + "' cannot be the object of a uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x:y", "[x]", "[[::1]]", "./u", "a\nb", "fe80::1%eth0"})
    void aHostThatATextCouldNotCarryIsRefused(String host) {
        assertThatThrownBy(() -> PyroUri.of("o", host, 1)).isInstanceOf(PyroException.class)
                .hasMessageStartingWith("invalid ");
    }

    @Test
    void tagsThatATextCouldNotCarryAreRefused() {
        for (Set<String> tags : List.of(Set.<String>of(), Set.of(""), Set.of("a,b"),
                Set.of("a b"))) {
            assertThatThrownBy(() -> PyroUri.ofMetadata(tags)).as("%s", tags)
                    .isInstanceOf(PyroException.class)
                    .hasMessageStartingWith("invalid uri: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PYRO:o@h:1", "PYRO:o@[::1]:1", "PYRO:o@./u:/run/x", "PYRONAME:n",
            "PYRONAME:n@",
            "PYRONAME:n@h:2", "PYROMETA:a,b", "PYROMETA:a,,b@h:3", "PYRO:x@:1234"})
    void aUriIsMadeAgainFromTheFivePartsThatTravel(String text) {
        PyroUri uri = PyroUri.parse(text);
        Object object = uri.isMetadata() ? uri.tags() : uri.objectId();
        Integer port = uri.host() == null ? null : Integer.valueOf(uri.port());

        PyroUri again = PyroUri.of(uri.protocol(), object, uri.socketName(), uri.host(), port);

        assertThat(again).isEqualTo(uri).hasSameHashCodeAs(uri).hasToString(uri.toString());
    }

    @Test
    void tagsThatTravelCanBeAnyCollection() {
        assertThat(PyroUri.of("PYROMETA", List.of("a", "b"), null, null, null))
                .hasToString("PYROMETA:a,b");
    }

    @Test
    void partsThatAreNoUriAreRefused() {
        assertThatThrownBy(() -> PyroUri.of("HTTP", "o", null, "h", 1))
                .hasMessageStartingWith("invalid uri (protocol)");
        assertThatThrownBy(() -> PyroUri.of("PYRO", "o", null, null, 1))
                .hasMessageStartingWith("invalid uri: ");
        assertThatThrownBy(() -> PyroUri.of("PYRO", "o", null, "h", null))
                .hasMessageStartingWith("invalid port");
        assertThatThrownBy(() -> PyroUri.of("PYRO", "o", null, "h", 70000))
                .hasMessageStartingWith("invalid port");
        assertThatThrownBy(() -> PyroUri.of("PYRO", "o", "s", "h", 1))
                .hasMessageStartingWith("invalid uri (location)");
        assertThatThrownBy(() -> PyroUri.of("PYRO", Map.of(), "s", null, null))
                .hasMessageStartingWith("invalid uri: ");
        assertThatThrownBy(() -> PyroUri.of("PYROMETA", List.of(1), null, null, null))
                .hasMessageStartingWith("invalid uri: ");
    }

    @Test
    void urisAreEqualByTheirFivePartsExactly() {
        PyroUri uri = PyroUri.parse("PYRO:o@host:1");

        assertThat(uri).isEqualTo(PyroUri.of("o", "host", 1))
                .hasSameHashCodeAs(PyroUri.of("o", "host", 1));
        assertThat(uri).isNotEqualTo(PyroUri.parse("PYRO:O@host:1"))
                .isNotEqualTo(PyroUri.parse("PYRO:o@HOST:1"))
                .isNotEqualTo(PyroUri.parse("PYRO:o@host:2"))
                .isNotEqualTo(PyroUri.parse("PYRONAME:o@host:1"))
                .isNotEqualTo(PyroUri.ofUnixSocket("o", "host")).isNotEqualTo("PYRO:o@host:1");
    }

    @Test
    void theOrderOfTagsDoesNotMatter() {
        PyroUri one = PyroUri.parse("PYROMETA:a,b");
        PyroUri other = PyroUri.parse("PYROMETA:b,a");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void anyTextIsAUriOrRefusedAndWhatIsPrintedIsReadAgain() {
        String[] tokens = {"PYRO", "PYRONAME", "PYROMETA", "pyro", ":", "@", "a", "b,c", ",",
                "./u:", "[", "]", "::1", "%",
                "12", "99999", "-1", " ", "\t", "\n", "_", "+", "\u0663", "\u0085", "\u017f",
                "\ud83d"};
        List<String> starts = List.of("", "PYRO:", "PYRO:o@", "PYRO:o@[", "PYRONAME:n@h:",
                "PYROMETA:");
        Random random = new Random(4711);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = starts.get(random.nextInt(starts.size()))
                    + random.ints(random.nextInt(8), 0, tokens.length)
                            .mapToObj(token -> tokens[token]).collect(Collectors.joining());
            PyroUri uri;
            try {
                uri = PyroUri.parse(text);
            } catch (PyroException refused) {
                continue;
            }
            read++;
            boolean printable = !"".equals(uri.host()) && !uri.objectId().isEmpty();
            assertThat(printable ? PyroUri.parse(uri.toString()) : uri).as(text).isEqualTo(uri);
        }
        assertThat(read).isGreaterThan(1000);
    }

    private static List<Boolean> kinds(String text) {
        PyroUri uri = PyroUri.parse(text);
        return List.of(uri.isDirect(), uri.isName(), uri.isMetadata());
    }
}
