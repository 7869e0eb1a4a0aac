package io.jyro.interop.client;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;

import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Proxies for Python's daemons on addresses of both kinds. */
@WithEachPyro
class AddressesIT {
    private final Python python;

    AddressesIT(Python python) {
        this.python = python;
    }

    private Proxy.Builder thingOn(String host) {
        python.run("""
                d = Daemon(host='%s', port=0)
                u = d.register(Thing(), 'thing')
                threading.Thread(target=d.requestLoop, daemon=True).start()
                """.formatted(host));
        String uri = python.eval("str(u)");
        return Proxy.builder(uri.substring(1, uri.length() - 1)).config(PyroConfig.defaults());
    }

    @Test
    void aDaemonOnIpv6IsCalled() throws IOException {
        assertThat(
                NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(each -> each instanceof Inet6Address
                                && each.isLoopbackAddress()))
                .as("these tests need IPv6 (::1) on this machine; switch it on").isTrue();
        try (Proxy thing = thingOn("::1").build()) {
            assertThat(thing.uri().host()).isEqualTo("::1");
            assertThat(thing.call("echo", "x")).isEqualTo("x");
        }
    }

    @Test
    void aDaemonOnALinkLocalAddressIsCalledByTheNumberOfItsScope() throws IOException {
        Inet6Address address = (Inet6Address) NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet6Address && each.isLinkLocalAddress())
                .findFirst().orElseThrow(() -> new AssertionError(
                        "this test needs an IPv6 link-local address (fe80::) on this machine"));
        String host = address.getHostAddress().replaceFirst("%.*", "%" + address.getScopeId());

        try (Proxy thing = thingOn("::").build();
                Proxy scoped = Proxy
                        .builder("PYRO:thing@[" + host + "]:" + thing.uri().port())
                        .config(PyroConfig.defaults()).build()) {
            assertThat(scoped.call("echo", "x")).isEqualTo("x");
        }
    }

    @Test
    void aDaemonOnASecondLoopbackAddressIsCalled() {
        try (Proxy thing = thingOn("127.0.0.2").build()) {
            assertThat(thing.call("echo", "x")).isEqualTo("x");
        }
    }
}
