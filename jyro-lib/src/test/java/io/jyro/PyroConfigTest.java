package io.jyro;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jyro.hostile.LogCapture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyroConfigTest {
    private static final Set<String> NOT_ITEMS = Set.of("defaults", "fromEnvironment", "builder",
            "toBuilder", "asMap",
            "dump", "types", "daemonTls", "proxyTls", "equals", "hashCode", "toString");

    static List<ConfigItem<?>> items() {
        return ConfigItem.all();
    }

    @ParameterizedTest
    @MethodSource("items")
    void everyItemHasAnAccessorThatGivesItsDefault(ConfigItem<?> item) throws Exception {
        assertThat(accessed(item, PyroConfig.defaults())).isEqualTo(item.defaultValue());
    }

    @ParameterizedTest
    @MethodSource("items")
    void everyItemHasABuilderMethodThatSetsItAndNothingElse(ConfigItem<?> item) throws Exception {
        Object value = otherThanDefault(item);
        PyroConfig.Builder builder = PyroConfig.builder();

        builderMethod(item).invoke(builder, value);

        PyroConfig config = builder.build();
        assertThat(accessed(item, config)).isEqualTo(value);
        assertThat(config.toString())
                .isEqualTo("PyroConfig[" + item.javaName() + "=" + item.write(value) + "]");
    }

    @ParameterizedTest
    @MethodSource("items")
    void everyItemIsReadFromTheEnvironmentAsItIsWritten(ConfigItem<?> item) throws Exception {
        Object value = otherThanDefault(item);
        String text = item.isSecret() ? value.toString() : item.write(value);

        PyroConfig config = PyroConfig.fromEnvironment(Map.of("PYRO_" + item.itemName(), text));

        assertThat(accessed(item, config)).isEqualTo(value);
    }

    @Test
    void thereAreNoAccessorsOrBuilderMethodsBeyondTheTable() {
        Set<String> names = items().stream().map(ConfigItem::javaName).collect(Collectors.toSet());

        assertThat(publicMethods(PyroConfig.class).filter(name -> !NOT_ITEMS.contains(name)))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(publicMethods(PyroConfig.Builder.class)
                .filter(name -> !List.of("build", "types", "tls").contains(name)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void defaultsAreTheSafeOnesWherePyro4AndPyro5Differ() {
        PyroConfig config = PyroConfig.defaults();

        assertThat(config.maxMessageSize()).isEqualTo(1_073_741_824);
        assertThat(config.preferIpVersion()).isZero();
        assertThat(config.threadPoolSize()).isEmpty();
        assertThat(config.sockNodelay()).isTrue();
        assertThat(config.serializersAccepted()).containsExactly(Serializer.SERPENT,
                Serializer.JSON,
                Serializer.MARSHAL, Serializer.MSGPACK);
    }

    @Test
    void aBuilderThatBuiltDoesNotChangeWhatItBuilt() {
        PyroConfig.Builder builder = PyroConfig.builder().host("one");
        PyroConfig config = builder.build();

        builder.host("two");

        assertThat(config.host()).isEqualTo("one");
        assertThat(PyroConfig.defaults().host()).isEqualTo("localhost");
    }

    @Test
    void aBuilderBeginsWithTheValuesItWasMadeFrom() {
        PyroConfig config = PyroConfig.builder().host("one").nsPort(1).build();

        assertThat(config.toBuilder().nsPort(2).build())
                .isEqualTo(PyroConfig.builder().host("one").nsPort(2).build());
    }

    @Test
    void classConvertersGoWithTheConfiguration() {
        ClassConverters types = ClassConverters.none().before(ClassConverters.none());

        PyroConfig config = PyroConfig.builder().types(types).build();

        assertThat(config.types()).isSameAs(types);
        assertThat(config.toBuilder().host("one").build().types()).isSameAs(types);
        assertThat(config).isNotEqualTo(PyroConfig.defaults());
        assertThat(PyroConfig.defaults().types()).isSameAs(ClassConverters.none());
    }

    @Test
    void configurationsWithEqualValuesAreEqual() {
        PyroConfig one = PyroConfig.builder().commTimeout(Duration.ofSeconds(5)).build();
        PyroConfig other = PyroConfig.fromEnvironment(Map.of("PYRO_COMMTIMEOUT", "5"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other)
                .isNotEqualTo(PyroConfig.defaults());
    }

    @Test
    void wrongValuesAreRefusedWhenBuiltNamingItemValueAndRange() {
        assertThatThrownBy(() -> PyroConfig.builder().nsPort(70000).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NS_PORT (nsPort) cannot be 70000; allowed: 0 to 65535");
        assertThatThrownBy(() -> PyroConfig.builder().preferIpVersion(5).build())
                .hasMessage("PREFER_IP_VERSION (preferIpVersion) cannot be 5; allowed: 0, 4 or 6");
        assertThatThrownBy(() -> PyroConfig.builder().maxMessageSize(-1).build())
                .hasMessage(
                        "MAX_MESSAGE_SIZE (maxMessageSize) cannot be -1;"
                                + " allowed: bytes, 0 or more");
        assertThatThrownBy(() -> PyroConfig.builder().commTimeout(Duration.ofMillis(-1)).build())
                .hasMessage(
                        "COMMTIMEOUT (commTimeout) cannot be -0.001;"
                                + " allowed: seconds, 0 to 1000000000");
        assertThatThrownBy(
                () -> PyroConfig.builder().commTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PyroConfig.builder().serializersAccepted(Set.of()).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PyroConfig.builder().logLevel("LOUD").build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "on, true", "YES, true", "True, true", "0, false", "OFF, false",
            "no, false",
            "false, false"})
    void flagsAreReadInPyrosWords(String word, boolean value) {
        assertThat(PyroConfig.fromEnvironment(Map.of("PYRO_SSL", word)).ssl()).isEqualTo(value);
    }

    @Test
    void aWordThatIsNoFlagIsRefused() {
        assertThatThrownBy(() -> PyroConfig.fromEnvironment(Map.of("PYRO_SSL", "maybe")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "invalid boolean value: PYRO_SSL=maybe;"
                                + " allowed: 1, on, yes, true or 0, off, no, false");
    }

    @ParameterizedTest
    @CsvSource({"NS_PORT, x", "NS_PORT, 65536", "NS_PORT, ''", "COMMTIMEOUT, soon",
            "COMMTIMEOUT, nan",
            "COMMTIMEOUT, inf", "COMMTIMEOUT, 1e300", "COMMTIMEOUT, -1", "SERIALIZER, xml",
            "SERIALIZERS_ACCEPTED, 'serpent,xml'", "SERVERTYPE, green", "MAX_MESSAGE_SIZE, 1GB"})
    void aValueThatCannotBeReadIsRefusedNamingTheVariable(String item, String text) {
        assertThatThrownBy(() -> PyroConfig.fromEnvironment(Map.of("PYRO_" + item, text)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(
                        "invalid Pyro environment config value: PYRO_" + item + "=" + text
                                + "; allowed: ");
    }

    @Test
    void listsAreTrimmed() {
        PyroConfig config = PyroConfig.fromEnvironment(
                Map.of("PYRO_SERIALIZERS_ACCEPTED", " json , Serpent", "PYRO_BROADCAST_ADDRS",
                        "10.0.0.255, <broadcast>"));

        assertThat(config.serializersAccepted()).containsExactly(Serializer.JSON,
                Serializer.SERPENT);
        assertThat(config.broadcastAddrs()).containsExactly("10.0.0.255", "<broadcast>");
    }

    @Test
    void anEmptyVariableUnsetsWhatCanBeUnset() {
        PyroConfig config = PyroConfig
                .fromEnvironment(Map.of("PYRO_NATHOST", "", "PYRO_THREADPOOL_SIZE", ""));

        assertThat(config.natHost()).isNull();
        assertThat(config.threadPoolSize()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void jyrosOwnPrefixWins() {
        PyroConfig config = PyroConfig
                .fromEnvironment(Map.of("PYRO_HOST", "one", "JYRO_HOST", "two"));

        assertThat(config.host()).isEqualTo("two");
    }

    @Test
    void otherVariablesAreNotLookedAt() {
        assertThat(
                PyroConfig.fromEnvironment(Map.of("HOST", "x", "PATH", "/bin", "PYROMANIA", "1")))
                .isEqualTo(PyroConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource({"PYRO_COMTIMEOUT, PYRO_COMMTIMEOUT", "PYRO_SERIALISER, PYRO_SERIALIZER",
            "JYRO_POOLING, JYRO_POLLING",
            "PYRO_NSHOST, PYRO_NS_HOST"})
    void anUnknownVariableIsIgnoredAndTheNearestOneNamed(String variable, String nearest) {
        Map<String, String> variables = Map.of(variable, "secret");

        assertThat(PyroConfig.fromEnvironment(variables)).isEqualTo(PyroConfig.defaults());
        assertThat(ConfigEnvironment.unknown(variables)).containsExactly(
                "environment variable " + variable + " is unknown and ignored; did you mean "
                        + nearest + "?");
    }

    @Test
    void theEnvironmentOfTheProcessIsReadOnce() {
        assertThat(PyroConfig.fromEnvironment()).isSameAs(PyroConfig.fromEnvironment());
    }

    @Test
    void theMapHasEveryItemByPyrosNameSorted() {
        Map<String, @Nullable Object> map = PyroConfig.builder().nsPort(1).build().asMap();

        assertThat(map).hasSize(items().size()).containsEntry("NS_PORT", 1).containsEntry("NATHOST",
                null);
        assertThat(List.copyOf(map.keySet())).isSorted();
    }

    @Test
    void theMapHasValuesAsPyroHasThem() {
        Map<String, @Nullable Object> map = PyroConfig.builder()
                .commTimeout(Duration.ofMillis(1500))
                .serializersAccepted(Set.of(Serializer.SERPENT, Serializer.JSON))
                .serverType(ServerType.MULTIPLEX).build().asMap();

        assertThat(map).containsEntry("COMMTIMEOUT", 1.5).containsEntry("POLLTIMEOUT", 2.0)
                .containsEntry("SERIALIZER", "serpent").containsEntry("SERVERTYPE", "multiplex")
                .containsEntry("SERIALIZERS_ACCEPTED", Set.of("json", "serpent"))
                .containsEntry("BROADCAST_ADDRS", List.of("<broadcast>", "0.0.0.0"))
                .containsEntry("COMPRESSION", false).containsEntry("MAX_MESSAGE_SIZE", 1L << 30);
    }

    @ParameterizedTest
    @CsvSource({"REQUIRE_EXPOSE, off", "FLAME_ENABLED, on", "JSON_MODULE, ujson",
            "DILL_PROTOCOL_VERSION, 2", "THREADPOOL_SIZE_MIN, 8"})
    void aValueThatPromisesAnEffectThatThereIsNotIsWarnedAbout(String item, String value) {
        try (LogCapture log = new LogCapture()) {
            PyroConfig.fromEnvironment(Map.of("PYRO_" + item, value));

            assertThat(log.lines()).singleElement().asString().startsWith("WARN " + item)
                    .contains("no effect");
        }
    }

    @Test
    void theDefaultsOfItemsWithoutEffectAreNotWarnedAbout() {
        try (LogCapture log = new LogCapture()) {
            PyroConfig.fromEnvironment(Map.of("PYRO_REQUIRE_EXPOSE", "on", "PYRO_FLAME_ENABLED",
                    "off", "PYRO_JSON_MODULE", "json", "PYRO_USE_MSG_WAITALL", "off"));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void noAddressesForBroadcastsAreAnEmptyList() {
        assertThat(PyroConfig.fromEnvironment(Map.of("PYRO_BROADCAST_ADDRS", "")).broadcastAddrs())
                .isEmpty();
    }

    @Test
    void theDumpHasALineForEachItemInPythonsSpelling() {
        List<String> lines = PyroConfig.defaults().dump().lines().toList();

        assertThat(lines).hasSize(items().size()).isSorted().contains("COMMTIMEOUT = 0.0",
                "ITER_STREAM_LINGER = 30.0",
                "NATHOST = None", "SOCK_REUSE = True", "MAX_MESSAGE_SIZE = 1073741824",
                "SERVERTYPE = thread",
                "BROADCAST_ADDRS = <broadcast>, 0.0.0.0", "SSL_CACERTS = ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMAC_KEY", "SSL_SERVERKEYPASSWD", "SSL_CLIENTKEYPASSWD"})
    void secretsAreNeverShown(String item) {
        PyroConfig config = PyroConfig.fromEnvironment(Map.of("PYRO_" + item, " s3cret "));

        assertThat(config.toString() + config.dump() + config.asMap()).doesNotContain("s3cret")
                .contains("***");
    }

    @Test
    void secretsKeepTheirBlanks() {
        assertThat(PyroConfig.fromEnvironment(Map.of("PYRO_HMAC_KEY", " s3cret ")).hmacKey())
                .isEqualTo(" s3cret ");
    }

    private static Object otherThanDefault(ConfigItem<?> item) throws NoSuchMethodException {
        Class<?> type = builderMethod(item).getParameterTypes()[0];
        Stream<?> candidates = switch (type.getSimpleName()) {
            case "boolean" -> Stream.of(true, false);
            case "int" -> Stream.of(1, 2, 4, 6, 500);
            case "long" -> Stream.of(12345L);
            case "Duration" -> Stream.of(Duration.ofMillis(7250));
            case "List" -> Stream.of(List.of("a", "b"));
            case "Set" -> Stream.of(Set.of(Serializer.MSGPACK));
            case "Serializer" -> Stream.of(Serializer.JSON);
            case "ServerType" -> Stream.of(ServerType.MULTIPLEX);
            default -> Stream.of("other", "DEBUG");
        };
        return candidates
                .filter(value -> !value.equals(item.defaultValue()) && isAllowed(item, value))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAllowed(ConfigItem<?> item, Object value) {
        try {
            item.check(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Object accessed(ConfigItem<?> item, PyroConfig config)
            throws Exception {
        Object value = PyroConfig.class.getMethod(item.javaName()).invoke(config);
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        return value;
    }

    private static Method builderMethod(ConfigItem<?> item) throws NoSuchMethodException {
        return Arrays.stream(PyroConfig.Builder.class.getMethods())
                .filter(method -> method.getName().equals(item.javaName())
                        && method.getParameterCount() == 1)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("Builder." + item.javaName()));
    }

    private static Stream<String> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName);
    }
}
