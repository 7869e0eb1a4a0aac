package io.jyro.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.server.Daemon;

/** How peers are connected: the same conversations are held over each of these. */
public enum Link {
    /** TCP over IPv4. */
    PLAIN,
    /** TCP over IPv6. */
    IPV6 {
        @Override
        PyroConfig.Builder configure(PyroConfig.Builder config) {
            return config.host("::1").preferIpVersion(6);
        }

        @Override
        Map<String, String> variables() {
            return Map.of("PYRO_HOST", "::1", "PYRO_PREFER_IP_VERSION", "6");
        }
    },
    /** Unix domain sockets. */
    UNIX {
        @Override
        public Daemon.Builder daemon(Daemon.Builder daemon) {
            File socket = new File(System.getProperty("java.io.tmpdir"),
                    "jyro-" + UUID.randomUUID());
            socket.deleteOnExit(); // the daemon deletes it if it ends as it should
            return super.daemon(daemon).unixSocket(socket.toPath());
        }

        @Override
        Map<String, String> variables() {
            return Map.of("PEER_UNIX_SOCKET", "1");
        }
    },
    /** TLS, where clients show no certificate. */
    TLS {
        @Override
        PyroConfig.Builder configure(PyroConfig.Builder config) {
            PyroCertificates files = Certificates.FILES;
            return config.ssl(true).sslServerCert(files.cert("server"))
                    .sslServerKey(files.key("server"))
                    .sslServerKeyPasswd(PyroCertificates.PASSWORD)
                    .sslCaCerts(files.cert("server"));
        }

        @Override
        Map<String, String> variables() {
            Map<String, String> both = new HashMap<>(Certificates.FILES.server("server"));
            both.putAll(Certificates.FILES.anonymous("server"));
            return both;
        }
    },
    /** Both sides compress what is worth it. */
    COMPRESSED {
        @Override
        PyroConfig.Builder configure(PyroConfig.Builder config) {
            return config.compression(true);
        }

        @Override
        Map<String, String> variables() {
            return Map.of("PYRO_COMPRESSION", "true");
        }
    },
    /** Both sides sign with one key, which only 48 can. */
    SIGNED {
        private static final String KEY = "a key of the tests";

        @Override
        PyroConfig.Builder configure(PyroConfig.Builder config) {
            return config.hmacKey(KEY);
        }

        @Override
        Map<String, String> variables() {
            return Map.of("PEER_HMAC_KEY", KEY);
        }
    };

    /** Made when TLS is first asked for. */
    private static final class Certificates {
        private static final PyroCertificates FILES = new PyroCertificates(directory());

        private static Path directory() {
            try {
                Path directory = Files.createTempDirectory("jyro-certificates");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path directory) {
            File[] files = directory.toFile().listFiles();
            if (files != null) {
                Stream.of(files).forEach(File::delete);
            }
            directory.toFile().delete();
        }
    }

    /** What Jyro's daemons and proxies are configured with. */
    public PyroConfig config() {
        return configure(PyroConfig.defaults().toBuilder()).build();
    }

    /** A daemon of Jyro's that is reached over this link. */
    public Daemon.Builder daemon(Daemon.Builder daemon) {
        return daemon.config(config());
    }

    PyroConfig.Builder configure(PyroConfig.Builder config) {
        return config;
    }

    /** The environment of Python's: settings of Pyro's, and what {@code peer.py} does by itself. */
    Map<String, String> variables() {
        return Map.of();
    }

    /** Those that a class of tests runs over. */
    static Stream<Link> of(Dialect dialect, boolean all) {
        return all
                ? Stream.of(values()).filter(link -> link != SIGNED || dialect == Dialect.V48)
                : Stream.of(PLAIN);
    }

    /** The name of a run with a peer. */
    String with(String peer) {
        return this == PLAIN ? peer : peer + " " + this;
    }
}
