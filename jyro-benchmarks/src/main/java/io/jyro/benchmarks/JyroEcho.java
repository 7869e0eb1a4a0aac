package io.jyro.benchmarks;

import java.util.Locale;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;

/** A call of a Jyro proxy to a Jyro daemon, both with the settings that users get, in one of the two protocols. */
final class JyroEcho implements Contender {
    private final Dialect dialect;

    JyroEcho(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String name() {
        return "jyro-" + dialect.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Server serve() {
        Daemon daemon = Daemon.builder().host("127.0.0.1").port(0).start();
        String uri = daemon.register(new Echo(), EchoMessages.OBJECT_ID).toString();
        return new Server() {
            @Override
            public String endpoint() {
                return uri;
            }

            @Override
            public void close() {
                daemon.close();
            }
        };
    }

    @Override
    public Caller connect(String endpoint) {
        Protocol protocol = dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502;
        Proxy proxy = Proxy.builder(endpoint).protocol(protocol).build();
        return new Caller() {
            @Override
            public void call() {
                Object answer = proxy.call(EchoMessages.METHOD, EchoMessages.TEXT);
                if (!EchoMessages.TEXT.equals(answer)) {
                    throw new IllegalStateException("echo gave " + answer);
                }
            }

            @Override
            public void close() {
                proxy.close();
            }
        };
    }

    /** What is called. */
    @Expose
    public static final class Echo {
        /** Gives back what it is given. */
        public String echo(String message) {
            return message;
        }
    }
}
