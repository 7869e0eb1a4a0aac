package io.jyro.interop.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import io.jyro.interop.PyroCertificates;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A name server whose names belong to the holders of certificates. */
class OwnershipIT {
    private static final PyroUri THING = PyroUri.parse("PYRO:thing@house:7766");

    @Test
    void aNameBelongsToTheHolderOfTheCertificateThatRegisteredIt(@TempDir Path directory)
            throws IOException {
        PyroCertificates certificates = new PyroCertificates(directory);
        Path clients = directory.resolve("clients.pem");
        Files.writeString(clients, Files.readString(Path.of(certificates.cert("client")))
                + Files.readString(Path.of(certificates.cert("other"))));
        PyroConfig config = PyroConfig.defaults().toBuilder().ssl(true)
                .sslServerCert(certificates.cert("server")).sslServerKey(certificates.key("server"))
                .sslServerKeyPasswd(PyroCertificates.PASSWORD).sslRequireClientCert(true)
                .sslCaCerts(clients.toString()).nsOwnership(true).build();

        try (NameServerDaemon names = NameServerDaemon.builder().config(config).host("localhost")
                .port(0).start();
                NameServer owner = connect(names, certificates, "client");
                NameServer again = connect(names, certificates, "client");
                NameServer other = connect(names, certificates, "other")) {
            owner.register("a", THING);
            other.register("b", THING);

            for (Runnable change : List.<Runnable>of(() -> other.register("a", THING),
                    () -> other.setMetadata("a", List.of("t")), () -> other.remove("a"))) {
                assertThatExceptionOfType(NamingException.class).isThrownBy(change::run)
                        .withMessageContaining("name belongs to another client: a");
            }
            assertThat(other.removeRegex(".")).isEqualTo(1);
            assertThat(owner.list()).containsOnlyKeys("Pyro.NameServer", "a");
            assertThat(again.remove("a")).isTrue();
        }
    }

    private static NameServer connect(NameServerDaemon names, PyroCertificates certificates,
            String client) {
        return NameServer.locate("localhost", names.port(), PyroConfig.defaults().toBuilder()
                .ssl(true).sslClientCert(certificates.cert(client))
                .sslClientKey(certificates.key(client)).sslCaCerts(certificates.cert("server"))
                .build());
    }
}
