package io.jyro.nameserver;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.rpc.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("AddressSelection") // literal addresses
class OwnerTest {
    private static Owner connectedFrom(SocketAddress address, SocketAddress local) {
        return Owner.of(peer(address, local, List.of()));
    }

    private static Owner showing(String certificate) throws IOException, CertificateException {
        SocketAddress loopback = new InetSocketAddress("127.0.0.1", 1);
        try (InputStream file = OwnerTest.class.getResourceAsStream(certificate + ".pem")) {
            return Owner.of(peer(loopback, loopback, List.of((X509Certificate) CertificateFactory
                    .getInstance("X.509").generateCertificate(file))));
        }
    }

    private static Peer peer(SocketAddress address, SocketAddress local,
            List<X509Certificate> certificates) {
        return new Peer() {
            @Override
            public SocketAddress address() {
                return address;
            }

            @Override
            public SocketAddress localAddress() {
                return local;
            }

            @Override
            public Dialect dialect() {
                return Dialect.V502;
            }

            @Override
            public List<X509Certificate> certificates() {
                return certificates;
            }
        };
    }

    private static Owner from(String host, int port) {
        return connectedFrom(new InetSocketAddress(host, port),
                new InetSocketAddress("10.0.0.1", 9090));
    }

    @Test
    void allPortsOfAHostAreOneOwner() {
        assertThat(from("10.0.0.5", 1000)).isEqualTo(from("10.0.0.5", 2000))
                .isNotEqualTo(from("10.0.0.6", 1000));
    }

    @Test
    void allOfTheNameServersOwnMachineIsOneOwner() {
        SocketAddress unix = UnixDomainSocketAddress.of("/run/names");

        assertThat(from("127.0.0.1", 1)).isEqualTo(Owner.Local.THIS_MACHINE);
        assertThat(from("::1", 1)).isEqualTo(Owner.Local.THIS_MACHINE);
        assertThat(from("10.0.0.1", 1)).isEqualTo(Owner.Local.THIS_MACHINE);
        assertThat(connectedFrom(unix, unix)).isEqualTo(Owner.Local.THIS_MACHINE);
        assertThat(Owner.of(null)).isEqualTo(Owner.Local.THIS_MACHINE);
    }

    @Test
    void aCertificateCountsMoreThanTheAddressAndSurvivesItsRenewal() throws Exception {
        assertThat(showing("alice")).isEqualTo(showing("alice-renewed"))
                .isNotEqualTo(showing("bob")).isNotEqualTo(Owner.Local.THIS_MACHINE);
    }

    @Test
    void aCertificateWithoutASubjectCountsByItsKey() throws Exception {
        assertThat(showing("nameless")).isEqualTo(showing("nameless"))
                .isInstanceOf(Owner.KeyHolder.class);
    }
}
