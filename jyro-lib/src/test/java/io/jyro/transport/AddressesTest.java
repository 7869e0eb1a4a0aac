package io.jyro.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Addresses as text, and what is known of a host without asking anybody. */
class AddressesTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "::, ::", "fe80::1%2, fe80::1%2",
            "fd00::2%1, fd00::2",
            "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
            "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::", "0:0:1::, 0:0:1::", "FD00::ABCD, fd00::abcd"})
    void ipv6IsWrittenShort(String given, String text) throws UnknownHostException {
        assertThat(Addresses.numeric(InetAddress.getByName(given))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"localhost, true, false", "LOCALHOST, true, false", "127.0.0.1, true, false",
            "127.255.0.9, true, false", "::1, true, false", "[::1], true, false",
            "0.0.0.0, false, true", "::, false, true", "[::], false, true",
            "10.0.0.1, false, false", "1270.0.0.1, false, false", "127.0.0, false, false",
            "127.0.0.0.1, false, false", "127..0.1, false, false", "127.0.0.1., false, false",
            "localhost.example, false, false", "127.0.0.1.example, false, false",
            "::x, false, false", "'', false, false"})
    void whichHostsAreLoopbackOrEveryAddressIsKnownByTheirText(String host, boolean loopback,
            boolean wildcard) {
        assertThat(Addresses.isLoopback(host)).isEqualTo(loopback);
        assertThat(Addresses.isWildcard(host)).isEqualTo(wildcard);
    }

    @ParameterizedTest
    @CsvSource({"house, house", "[::1], ::1", "fe80::1%lo, fe80::1%1", "fe80::1%7, fe80::1%7",
            "fe80::1%none, fe80::1%none"})
    void aHostInAUriHasNoBracketsAndANumberForItsScope(String given, String plain) {
        assertThat(Addresses.plainHost(given)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6})
    void aNumericHostStandsForItselfWhateverIsPreferred(int preferred) throws IOException {
        assertThat(Addresses.resolve("127.0.0.1", preferred))
                .containsExactly(InetAddress.getAllByName("127.0.0.1"));
        assertThat(Addresses.resolve("::1", preferred))
                .containsExactly(InetAddress.getAllByName("::1"));
    }

    @Test
    void ofANameOnlyThePreferredKindIsUsed() throws IOException {
        assertThat(Addresses.resolve("localhost", 4)).isNotEmpty()
                .allMatch(Inet4Address.class::isInstance);
    }

    @Test
    void aNameHasTheDemandedIpv6OrSaysWhatItHas() throws IOException {
        if (Stream.of(InetAddress.getAllByName("localhost"))
                .anyMatch(Inet6Address.class::isInstance)) {
            assertThat(Addresses.resolve("localhost", 6)).isNotEmpty()
                    .allMatch(Inet6Address.class::isInstance);
            return;
        }
        assertThatThrownBy(() -> Addresses.resolve("localhost", 6))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("has no IPv6 address")
                .hasMessageContaining("PREFER_IP_VERSION is 6");
    }

    @Test
    void theAddressForOthersIsOneOfThisMachine() {
        assertThat(Addresses.ofThisMachine(4)).isInstanceOf(Inet4Address.class)
                .matches(Addresses::isLocal);
        assertThat(Addresses.ofThisMachine(6)).matches(Addresses::isLocal);
    }
}
