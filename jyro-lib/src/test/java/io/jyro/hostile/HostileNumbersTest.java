package io.jyro.hostile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Numbers of few bytes that stand for gigabytes of digits, and as many digits as a number may have. */
@Timeout(60)
class HostileNumbersTest extends AgainstADaemon {
    private static final int MOST_DIGITS = 4_300;

    /** Wants numbers of all kinds. */
    @Expose
    public static final class Numbers {
        public Object echo(Object value) {
            return value;
        }

        public byte tiny(byte value) {
            return value;
        }

        public int number(int value) {
            return value;
        }

        public long longer(long value) {
            return value;
        }

        public BigInteger big(BigInteger value) {
            return value;
        }

        public int scale(BigDecimal value) {
            return value.scale();
        }

        public int ints(List<Integer> values) {
            return values.size();
        }

        public int intKeys(Map<Integer, Object> map) {
            return map.size();
        }

        public int bigKeys(Map<BigInteger, Object> map) {
            return map.size();
        }

        public int longKeys(Map<Long, Object> map) {
            return map.size();
        }
    }

    @BeforeAll
    void registerThem() {
        daemon.register(new Numbers(), "numbers");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aListOfTheLongestIntegersComesBack(Serializer serializer) {
        List<BigInteger> longest = Collections.nCopies(230,
                BigInteger.TEN.pow(MOST_DIGITS).subtract(BigInteger.ONE));
        try (Proxy proxy = Proxy.builder(daemon.uriFor("numbers")).protocol(Protocol.V502)
                .config(PyroConfig.defaults()).serializer(serializer).build()) {
            assertThat(proxy.call("echo", longest)).isEqualTo(longest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "number", "longer", "big", "ints"})
    void aTextOfAnEnormousScaleIsNoInteger(String method) {
        for (String number : List.of("1E+2147483647", "1E-2147483647", "9E+999999999")) {
            Object argument = method.equals("ints") ? List.of(number) : number;
            assertRefused(method, argument);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"intKeys", "longKeys", "bigKeys"})
    void aKeyOfAnEnormousScaleIsNoInteger(String method) {
        for (String key : List.of("1E+2147483647", "1E-2147483647", "1E+1000000", "1E+9999999999",
                "1".repeat(MOST_DIGITS + 1))) {
            assertRefused(method, Map.of(key, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1E+2147483647, -2147483647", "1E-2147483647, 2147483647"})
    void aDecimalOfAnEnormousScaleStaysShort(String number, int scale) {
        try (Proxy proxy = proxy("numbers", Protocol.V502)) {
            assertThat(proxy.call("scale", number)).isEqualTo(scale);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anIntegerOfOneDigitTooManyIsRefused(Dialect dialect) {
        String digits = "9".repeat(MOST_DIGITS + 1);
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage reply = client
                    .send(RawMessage.invoke(dialect, "echo", "echo", digits + ","))
                    .expect(MessageType.RESULT).received();

            assertThat(reply.flags() & 1).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aFloatOfAMillionDigitsIsTheFloatThatItIs(Dialect dialect) {
        String digits = "1." + "0".repeat(1_000_000) + "1";
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage reply = client
                    .send(RawMessage.invoke(dialect, "echo", "echo", digits + ","))
                    .expect(MessageType.RESULT).received();

            assertThat(reply.text()).isEqualTo("1.0");
        }
    }

    private void assertRefused(String method, Object argument) {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            try (Proxy proxy = proxy("numbers", protocol)) {
                assertThatThrownBy(() -> proxy.call(method, argument))
                        .isInstanceOf(PyroException.class).hasMessageContaining("TypeError");
                assertThat(proxy.call("echo", "alive")).isEqualTo("alive");
            }
        }
    }
}
