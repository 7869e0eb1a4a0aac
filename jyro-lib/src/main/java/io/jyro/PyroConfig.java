package io.jyro;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The settings of daemons, proxies and tools: each item of Pyro's configuration under its name in Java style, and some
 * of Jyro's own. An immutable value that is passed explicitly; no other source of settings exists.
 *
 * {@snippet :
 * PyroConfig config = PyroConfig.fromEnvironment().toBuilder()
 *         .commTimeout(Duration.ofSeconds(5))
 *         .serializer(Serializer.MSGPACK)
 *         .build();
 * }
 *
 * <p>The page {@code docs/configuration.md} lists the default, allowed values and environment variable of each item.
 * Most of this class repeats the table in {@link ConfigItem}, which defines names, defaults and ranges.
 *
 * @see "docs/protocol.md, 12 Configuration and logging"
 */
public final class PyroConfig {
    private static final PyroConfig DEFAULTS = new Builder().build();

    private final @Nullable Object[] values;
    private final ClassConverters types;
    private final @Nullable TlsConfig tls;
    private final TlsItems tlsItems;

    private PyroConfig(@Nullable Object[] values, ClassConverters types, @Nullable TlsConfig tls,
            @Nullable TlsItems before) {
        this.values = values;
        this.types = types;
        this.tls = tls;
        tlsItems = TlsItems.of(this, before);
    }

    /** Returns the configuration with every item at its default. */
    public static PyroConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the defaults, overridden by the {@code PYRO_} and {@code JYRO_} environment variables of this process.
     * They are read once; later calls return the same value.
     *
     * @throws IllegalArgumentException if a variable has a value that its item cannot have
     */
    public static PyroConfig fromEnvironment() {
        return ConfigEnvironment.ofProcess();
    }

    /**
     * Returns the defaults, overridden by variables. {@code PYRO_HOST} sets {@code HOST}; so does {@code JYRO_HOST},
     * which takes precedence. The second prefix exists because Pyro5 does not start if an unknown {@code PYRO_}
     * variable is set. Variables that name no item are ignored with a warning in the log.
     *
     * @throws IllegalArgumentException if a variable has a value that its item cannot have
     */
    public static PyroConfig fromEnvironment(Map<String, String> variables) {
        return ConfigEnvironment.read(variables);
    }

    /** Returns a builder that begins with the defaults. */
    public static Builder builder() {
        return DEFAULTS.toBuilder();
    }

    /** Returns a builder that begins with these values. */
    public Builder toBuilder() {
        return new Builder(values.clone(), types, tls, tlsItems);
    }

    /**
     * Returns the values by the names that Pyro gives the items, in Pyro's types: times are seconds, serializers and
     * the server type their names. Sorted by name, unmodifiable; secrets are {@code ***}.
     */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new TreeMap<>();
        for (ConfigItem<?> item : ConfigItem.all()) {
            Object value = values[item.index()];
            map.put(item.itemName(), item.plain(value));
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * Returns a line {@code ITEM = value} for each item, sorted by name, in Python's spelling; secrets are {@code ***}.
     */
    public String dump() {
        return ConfigItem.all().stream()
                .map(item -> item.itemName() + " = " + item.write(values[item.index()]) + "\n")
                .sorted().collect(Collectors.joining());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PyroConfig that && Arrays.equals(values, that.values)
                && types.equals(that.types) && Objects.equals(tls, that.tls);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + types.hashCode();
    }

    /** Returns the items that differ from their defaults. */
    @Override
    public String toString() {
        return ConfigItem.all().stream()
                .filter(item -> !Objects.equals(values[item.index()], item.defaultValue()))
                .map(item -> item.javaName() + "=" + item.write(values[item.index()]))
                .collect(Collectors.joining(", ", "PyroConfig[", "]"));
    }

    /**
     * Returns the class converters for all daemons and proxies that have this configuration, used after their own; none
     * by default. They are not an item of Pyro: no variable sets them, and the map and the dump leave them out.
     * Converters registered later count too.
     */
    public ClassConverters types() {
        return types;
    }

    /**
     * Returns how daemons encrypt: the value of {@link Builder#tls}, otherwise derived from the SSL items; null without
     * encryption. It is not an item of Pyro: no variable sets it, and the map and the dump leave it out.
     *
     * @throws PyroException naming a file and what is wrong with it
     */
    public @Nullable TlsConfig daemonTls() {
        return tls == null ? tlsItems.daemon() : tls;
    }

    /**
     * Returns how proxies encrypt: the value of {@link Builder#tls}, otherwise derived from the SSL items; null without
     * encryption.
     *
     * @throws PyroException naming a file and what is wrong with it
     */
    public @Nullable TlsConfig proxyTls() {
        return tls == null ? tlsItems.proxy() : tls;
    }

    private <T> T get(ConfigItem<T> item) {
        return Objects.requireNonNull(getOrNull(item), item.itemName());
    }

    @SuppressWarnings("unchecked") // a value at this item's index was set through this item
    private <T> @Nullable T getOrNull(ConfigItem<T> item) {
        return (T) values[item.index()];
    }

    /** Returns the host or address on which a daemon listens; default {@code localhost}. */
    public String host() {
        return get(ConfigItem.HOST);
    }

    /** Returns the host on which clients look for the name server; default {@code localhost}. */
    public String nsHost() {
        return get(ConfigItem.NS_HOST);
    }

    /** Returns the TCP port of the name server; default 9090. */
    public int nsPort() {
        return get(ConfigItem.NS_PORT);
    }

    /** Returns the UDP port on which the name server answers broadcasts; default 9091. */
    public int nsBcPort() {
        return get(ConfigItem.NS_BCPORT);
    }

    /** Returns the address on which the name server listens for broadcasts, or null for every interface. */
    public @Nullable String nsBcHost() {
        return getOrNull(ConfigItem.NS_BCHOST);
    }

    /**
     * Returns the interval at which the name server checks for registrations whose daemon is gone; default 0, which is
     * never.
     */
    public Duration nsAutoClean() {
        return get(ConfigItem.NS_AUTOCLEAN);
    }

    /** Returns how long a lookup is repeated while the name is not registered yet; default zero. */
    public Duration nsLookupDelay() {
        return get(ConfigItem.NS_LOOKUP_DELAY);
    }

    /** Returns the host that the uris of a daemon behind NAT contain, or null if the daemon is not behind NAT. */
    public @Nullable String natHost() {
        return getOrNull(ConfigItem.NATHOST);
    }

    /** Returns the port that the uris of a daemon behind NAT contain; default 0, which is its own port. */
    public int natPort() {
        return get(ConfigItem.NATPORT);
    }

    /** Returns the addresses to which clients broadcast when they look for the name server; unmodifiable. */
    public List<String> broadcastAddrs() {
        return get(ConfigItem.BROADCAST_ADDRS);
    }

    /** Returns which IP addresses of a host are tried: 4, 6, or 0 for both. */
    public int preferIpVersion() {
        return get(ConfigItem.PREFER_IP_VERSION);
    }

    /** Returns how a daemon runs calls; default {@link ServerType#THREAD}. */
    public ServerType serverType() {
        return get(ConfigItem.SERVERTYPE);
    }

    /** Returns how many clients a daemon serves at once; empty, the default, is no limit. */
    public OptionalInt threadPoolSize() {
        Integer size = getOrNull(ConfigItem.THREADPOOL_SIZE);
        return size == null ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /** Returns a setting that is accepted and without effect: threads start when they are needed. */
    public int threadPoolSizeMin() {
        return get(ConfigItem.THREADPOOL_SIZE_MIN);
    }

    /** Returns how long the peer may be silent while something is expected from it; zero, the default, is forever. */
    public Duration commTimeout() {
        return get(ConfigItem.COMMTIMEOUT);
    }

    /**
     * Returns the time limit of a whole proxy call, from the lookup of the name to the end of the reply; zero, the
     * default, is no limit.
     */
    public Duration callDeadline() {
        return get(ConfigItem.CALL_DEADLINE);
    }

    /** How often a daemon does its housekeeping and {@code Daemon.requestLoop} looks at its condition; two seconds. */
    public Duration pollTimeout() {
        return get(ConfigItem.POLLTIMEOUT);
    }

    /** Returns how often a proxy repeats a call that failed because of the connection; default 0. */
    public int maxRetries() {
        return get(ConfigItem.MAX_RETRIES);
    }

    /** Returns whether a oneway call leaves its connection free for the next one while it runs; default true. */
    public boolean onewayThreaded() {
        return get(ConfigItem.ONEWAY_THREADED);
    }

    /** Returns whether a daemon may listen on a port that was in use a moment ago; default true. */
    public boolean sockReuse() {
        return get(ConfigItem.SOCK_REUSE);
    }

    /** Returns whether small messages are sent immediately (TCP_NODELAY); default true. */
    public boolean sockNodelay() {
        return get(ConfigItem.SOCK_NODELAY);
    }

    /** Returns whether larger payloads are sent compressed; default false. */
    public boolean compression() {
        return get(ConfigItem.COMPRESSION);
    }

    /** Returns the size in bytes of the largest message that is sent or accepted; default 1 GiB, 0 is unlimited. */
    public long maxMessageSize() {
        return get(ConfigItem.MAX_MESSAGE_SIZE);
    }

    /** Returns whether the traceback sent to a caller contains more than the stack frames; default false. */
    public boolean detailedTraceback() {
        return get(ConfigItem.DETAILED_TRACEBACK);
    }

    /** Returns whether each message is logged at debug level; default false, since messages can contain secrets. */
    public boolean logWire() {
        return get(ConfigItem.LOGWIRE);
    }

    /** Returns the serializer of the calls that proxies make; default {@link Serializer#SERPENT}. */
    public Serializer serializer() {
        return get(ConfigItem.SERIALIZER);
    }

    /** Returns the serializers that daemons accept, unmodifiable; by default the four safe ones. */
    public Set<Serializer> serializersAccepted() {
        return get(ConfigItem.SERIALIZERS_ACCEPTED);
    }

    /** Returns the pickle protocol, 2 to 5, in which pickles are written; default 4. All protocols are read. */
    public int pickleProtocolVersion() {
        return get(ConfigItem.PICKLE_PROTOCOL_VERSION);
    }

    /** Returns a setting that is accepted and without effect: pickles for dill are written like all others. */
    public int dillProtocolVersion() {
        return get(ConfigItem.DILL_PROTOCOL_VERSION);
    }

    /** Returns a setting that is accepted and without effect: it names a Python module. */
    public String jsonModule() {
        return get(ConfigItem.JSON_MODULE);
    }

    /** Returns whether serpent writes bytes as {@code b'...'} instead of a dict with base64; default false. */
    public boolean serpentBytesRepr() {
        return get(ConfigItem.SERPENT_BYTES_REPR);
    }

    /**
     * Returns whether a registered object travels as a proxy in wire protocol 48; default true. In 502 it always does.
     */
    public boolean autoproxy() {
        return get(ConfigItem.AUTOPROXY);
    }

    /** Returns whether a proxy asks a daemon of wire protocol 48 for the metadata of the object; default true. */
    public boolean metadata() {
        return get(ConfigItem.METADATA);
    }

    /** Returns a setting that is accepted and without effect: only exposed members can ever be called. */
    public boolean requireExpose() {
        return get(ConfigItem.REQUIRE_EXPOSE);
    }

    /** Returns a setting that is accepted and without effect: this version has no Flame. */
    public boolean flameEnabled() {
        return get(ConfigItem.FLAME_ENABLED);
    }

    /** Returns a setting that is accepted and without effect: reads are exact without it. */
    public boolean useMsgWaitall() {
        return get(ConfigItem.USE_MSG_WAITALL);
    }

    /** Returns whether a method of a daemon may return an iterator, which is then streamed; default true. */
    public boolean iterStreaming() {
        return get(ConfigItem.ITER_STREAMING);
    }

    /** Returns how long a stream may be read after it was opened; zero is forever. */
    public Duration iterStreamLifetime() {
        return get(ConfigItem.ITER_STREAM_LIFETIME);
    }

    /** Returns how long a stream outlives the connection that opened it; default 30 seconds. */
    public Duration iterStreamLinger() {
        return get(ConfigItem.ITER_STREAM_LINGER);
    }

    /** Returns whether connections use TLS; default false. */
    public boolean ssl() {
        return get(ConfigItem.SSL);
    }

    /** Returns the file with the certificate of a daemon; empty for none. */
    public String sslServerCert() {
        return get(ConfigItem.SSL_SERVERCERT);
    }

    /** Returns the file with the private key of a daemon; empty if it is in the file of the certificate. */
    public String sslServerKey() {
        return get(ConfigItem.SSL_SERVERKEY);
    }

    /** Returns the password of a daemon's private key; empty for none. */
    public String sslServerKeyPasswd() {
        return get(ConfigItem.SSL_SERVERKEYPASSWD);
    }

    /** Returns whether a daemon demands a certificate of each client; default false. */
    public boolean sslRequireClientCert() {
        return get(ConfigItem.SSL_REQUIRECLIENTCERT);
    }

    /** Returns the file with the certificate of a client; empty for none. */
    public String sslClientCert() {
        return get(ConfigItem.SSL_CLIENTCERT);
    }

    /** Returns the file with the private key of a client; empty if it is in the file of the certificate. */
    public String sslClientKey() {
        return get(ConfigItem.SSL_CLIENTKEY);
    }

    /** Returns the password of a client's private key; empty for none. */
    public String sslClientKeyPasswd() {
        return get(ConfigItem.SSL_CLIENTKEYPASSWD);
    }

    /** Returns the file or directory with further certificates to trust; empty for none. */
    public String sslCaCerts() {
        return get(ConfigItem.SSL_CACERTS);
    }

    /** Returns the file to which the command line tools log; {@code {stderr}} is standard error. */
    public String logFile() {
        return get(ConfigItem.LOGFILE);
    }

    /**
     * Returns the lowest level at which the command line tools log to the file, by Python's names; null logs nothing.
     */
    public @Nullable String logLevel() {
        return getOrNull(ConfigItem.LOGLEVEL);
    }

    /** Returns the key that signs the messages of wire protocol 48, or null for none. */
    public @Nullable String hmacKey() {
        return getOrNull(ConfigItem.HMAC_KEY);
    }

    /** Returns the time a new connection has to complete its handshake; default 10 seconds, zero is no limit. */
    public Duration handshakeTimeout() {
        return get(ConfigItem.HANDSHAKE_TIMEOUT);
    }

    /**
     * Returns the time in which the header of a message must arrive at a daemon; default 30 seconds, zero is no limit.
     */
    public Duration headerTimeout() {
        return get(ConfigItem.HEADER_TIMEOUT);
    }

    /**
     * Returns how long the body of a request may arrive at less than 256 bytes a second before a daemon closes the
     * connection; default 30 seconds, zero is no limit.
     */
    public Duration bodyTimeout() {
        return get(ConfigItem.BODY_TIMEOUT);
    }

    /** Returns how long a daemon's client may be silent between two calls; zero, the default, is forever. */
    public Duration idleTimeout() {
        return get(ConfigItem.IDLE_TIMEOUT);
    }

    /** Returns how many clients may be connected to a daemon at once; 0, the default, is unlimited. */
    public int maxConnections() {
        return get(ConfigItem.MAX_CONNECTIONS);
    }

    /** Returns how many item streams one connection may have open; default 4000, 0 is unlimited. */
    public int maxStreams() {
        return get(ConfigItem.MAX_STREAMS);
    }

    /**
     * Returns how many item streams of a daemon may outlive their connections at once; default 10000, 0 is unlimited.
     */
    public int maxLingeringStreams() {
        return get(ConfigItem.MAX_LINGERING_STREAMS);
    }

    /** Returns the cipher suites that TLS may use, separated by commas; empty for the default. */
    public String sslCipherSuites() {
        return get(ConfigItem.SSL_CIPHERSUITES);
    }

    /** Returns how deeply containers may be nested in a message; default 200. */
    public int maxNestingDepth() {
        return get(ConfigItem.MAX_NESTING_DEPTH);
    }

    /**
     * Returns how many decimal digits an integer may have in a serializer that writes integers as text; default 4300.
     */
    public int maxIntegerDigits() {
        return get(ConfigItem.MAX_INTEGER_DIGITS);
    }

    /** Returns how many bytes a compressed payload may have after decompression; default 256 MiB, 0 is unlimited. */
    public long maxInflatedSize() {
        return get(ConfigItem.MAX_INFLATED_SIZE);
    }

    /**
     * Returns the estimated memory in bytes that one message may need when it is decoded; 0 is unlimited. Empty, the
     * default: 64 bytes for each byte of the message and 1 MiB, at most a third of the maximum heap.
     */
    public OptionalLong maxDecodedSize() {
        Long size = getOrNull(ConfigItem.MAX_DECODED_SIZE);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** Returns how many names the name server keeps; default 100,000. */
    public int nsMaxEntries() {
        return get(ConfigItem.NS_MAX_ENTRIES);
    }

    /** Returns how many tags one name of the name server may have; default 100. */
    public int nsMaxTags() {
        return get(ConfigItem.NS_MAX_TAGS);
    }

    /**
     * Returns the estimated memory in bytes that all registrations of the name server may take; default 128 MiB, 0 is
     * unlimited.
     */
    public long nsMaxSize() {
        return get(ConfigItem.NS_MAX_SIZE);
    }

    /** Returns whether only the client that registered a name may change it; default false. */
    public boolean nsOwnership() {
        return get(ConfigItem.NS_OWNERSHIP);
    }

    /**
     * Returns the maximum size in bytes of a client's handshake, also after decompression; default 256 KiB, 0 leaves it
     * to the limits of messages.
     */
    public long maxHandshakeSize() {
        return get(ConfigItem.MAX_HANDSHAKE_SIZE);
    }

    /**
     * Returns how many bytes of memory the messages of all connections of a daemon may take together until their calls
     * are answered; 0 is unlimited. Empty, the default: a third of the maximum heap.
     */
    public OptionalLong memoryBudget() {
        Long size = getOrNull(ConfigItem.MEMORY_BUDGET);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** Returns whether busy connections poll for bytes for some microseconds before they block; default true. */
    public boolean polling() {
        return get(ConfigItem.POLLING);
    }

    /**
     * Collects values; a value that is not set is the one of the configuration that the builder began with. Not
     * thread-safe.
     */
    public static final class Builder {
        private final @Nullable Object[] values;
        private ClassConverters types;
        private @Nullable TlsConfig tls;
        private final @Nullable TlsItems before;
        private boolean minimumIsSet; // whether THREADPOOL_SIZE_MIN was set; its default is no constraint

        private Builder() {
            this(ConfigItem.defaultValues(), ClassConverters.none(), null, null);
        }

        private Builder(@Nullable Object[] values, ClassConverters types, @Nullable TlsConfig tls,
                @Nullable TlsItems before) {
            this.values = values;
            this.types = types;
            this.tls = tls;
            this.before = before;
        }

        /**
         * Returns the configuration with the values set so far.
         *
         * @throws IllegalArgumentException if a value is out of range, or two contradict each other; the message names
         *         item, value and range
         */
        public PyroConfig build() {
            for (ConfigItem<?> item : ConfigItem.all()) {
                item.check(values[item.index()]);
            }
            if (minimumIsSet && values[ConfigItem.THREADPOOL_SIZE.index()] instanceof Integer size
                    && values[ConfigItem.THREADPOOL_SIZE_MIN.index()] instanceof Integer minimum
                    && minimum > size) {
                throw new IllegalArgumentException("THREADPOOL_SIZE_MIN " + minimum + " exceeds"
                        + " THREADPOOL_SIZE " + size + "; remove it, since it has no effect, or"
                        + " raise THREADPOOL_SIZE");
            }
            return new PyroConfig(values.clone(), types, tls, before);
        }

        /** Sets {@link PyroConfig#types()}, usually to a {@code TypeRegistry}. */
        public Builder types(ClassConverters value) {
            types = Objects.requireNonNull(value, "types");
            return this;
        }

        /**
         * Sets how all daemons and proxies encrypt, in place of the SSL items; with null, the default, the SSL items
         * decide.
         */
        public Builder tls(@Nullable TlsConfig value) {
            tls = value;
            return this;
        }

        <T> Builder set(ConfigItem<T> item, @Nullable T value) {
            minimumIsSet |= item == ConfigItem.THREADPOOL_SIZE_MIN;
            values[item.index()] = item.isOptional()
                    ? value
                    : Objects.requireNonNull(value, item.javaName());
            String warning = item.brokenPromise(value);
            if (warning != null) {
                // The logger is obtained only here, so that most programs need none for this class.
                LoggerFactory.getLogger(PyroConfig.class).warn("{}", warning);
            }
            return this;
        }

        /** Sets {@link PyroConfig#host()}. */
        public Builder host(String value) {
            return set(ConfigItem.HOST, value);
        }

        /** Sets {@link PyroConfig#nsHost()}. */
        public Builder nsHost(String value) {
            return set(ConfigItem.NS_HOST, value);
        }

        /** Sets {@link PyroConfig#nsPort()}. */
        public Builder nsPort(int value) {
            return set(ConfigItem.NS_PORT, value);
        }

        /** Sets {@link PyroConfig#nsBcPort()}. */
        public Builder nsBcPort(int value) {
            return set(ConfigItem.NS_BCPORT, value);
        }

        /** Sets {@link PyroConfig#nsBcHost()}. */
        public Builder nsBcHost(@Nullable String value) {
            return set(ConfigItem.NS_BCHOST, value);
        }

        /** Sets {@link PyroConfig#nsAutoClean()}. */
        public Builder nsAutoClean(Duration value) {
            return set(ConfigItem.NS_AUTOCLEAN, value);
        }

        /** Sets {@link PyroConfig#nsLookupDelay()}. */
        public Builder nsLookupDelay(Duration value) {
            return set(ConfigItem.NS_LOOKUP_DELAY, value);
        }

        /** Sets {@link PyroConfig#natHost()}. */
        public Builder natHost(@Nullable String value) {
            return set(ConfigItem.NATHOST, value);
        }

        /** Sets {@link PyroConfig#natPort()}. */
        public Builder natPort(int value) {
            return set(ConfigItem.NATPORT, value);
        }

        /** Sets {@link PyroConfig#broadcastAddrs()}. */
        public Builder broadcastAddrs(List<String> value) {
            return set(ConfigItem.BROADCAST_ADDRS, List.copyOf(value));
        }

        /** Sets {@link PyroConfig#preferIpVersion()}. */
        public Builder preferIpVersion(int value) {
            return set(ConfigItem.PREFER_IP_VERSION, value);
        }

        /** Sets {@link PyroConfig#serverType()}. */
        public Builder serverType(ServerType value) {
            return set(ConfigItem.SERVERTYPE, value);
        }

        /** Sets {@link PyroConfig#threadPoolSize()}. */
        public Builder threadPoolSize(int value) {
            return set(ConfigItem.THREADPOOL_SIZE, value);
        }

        /** Sets {@link PyroConfig#threadPoolSizeMin()}. */
        public Builder threadPoolSizeMin(int value) {
            return set(ConfigItem.THREADPOOL_SIZE_MIN, value);
        }

        /** Sets {@link PyroConfig#commTimeout()}. */
        public Builder commTimeout(Duration value) {
            return set(ConfigItem.COMMTIMEOUT, value);
        }

        /** Sets {@link PyroConfig#callDeadline()}. */
        public Builder callDeadline(Duration value) {
            return set(ConfigItem.CALL_DEADLINE, value);
        }

        /** Sets {@link PyroConfig#pollTimeout()}. */
        public Builder pollTimeout(Duration value) {
            return set(ConfigItem.POLLTIMEOUT, value);
        }

        /** Sets {@link PyroConfig#maxRetries()}. */
        public Builder maxRetries(int value) {
            return set(ConfigItem.MAX_RETRIES, value);
        }

        /** Sets {@link PyroConfig#onewayThreaded()}. */
        public Builder onewayThreaded(boolean value) {
            return set(ConfigItem.ONEWAY_THREADED, value);
        }

        /** Sets {@link PyroConfig#sockReuse()}. */
        public Builder sockReuse(boolean value) {
            return set(ConfigItem.SOCK_REUSE, value);
        }

        /** Sets {@link PyroConfig#sockNodelay()}. */
        public Builder sockNodelay(boolean value) {
            return set(ConfigItem.SOCK_NODELAY, value);
        }

        /** Sets {@link PyroConfig#compression()}. */
        public Builder compression(boolean value) {
            return set(ConfigItem.COMPRESSION, value);
        }

        /** Sets {@link PyroConfig#maxMessageSize()}. */
        public Builder maxMessageSize(long value) {
            return set(ConfigItem.MAX_MESSAGE_SIZE, value);
        }

        /** Sets {@link PyroConfig#detailedTraceback()}. */
        public Builder detailedTraceback(boolean value) {
            return set(ConfigItem.DETAILED_TRACEBACK, value);
        }

        /** Sets {@link PyroConfig#logWire()}. */
        public Builder logWire(boolean value) {
            return set(ConfigItem.LOGWIRE, value);
        }

        /** Sets {@link PyroConfig#serializer()}. */
        public Builder serializer(Serializer value) {
            return set(ConfigItem.SERIALIZER, value);
        }

        /** Sets {@link PyroConfig#serializersAccepted()}. */
        public Builder serializersAccepted(Set<Serializer> value) {
            return set(ConfigItem.SERIALIZERS_ACCEPTED,
                    Collections.unmodifiableSet(new LinkedHashSet<>(value)));
        }

        /** Sets {@link PyroConfig#pickleProtocolVersion()}. */
        public Builder pickleProtocolVersion(int value) {
            return set(ConfigItem.PICKLE_PROTOCOL_VERSION, value);
        }

        /** Sets {@link PyroConfig#dillProtocolVersion()}. */
        public Builder dillProtocolVersion(int value) {
            return set(ConfigItem.DILL_PROTOCOL_VERSION, value);
        }

        /** Sets {@link PyroConfig#jsonModule()}. */
        public Builder jsonModule(String value) {
            return set(ConfigItem.JSON_MODULE, value);
        }

        /** Sets {@link PyroConfig#serpentBytesRepr()}. */
        public Builder serpentBytesRepr(boolean value) {
            return set(ConfigItem.SERPENT_BYTES_REPR, value);
        }

        /** Sets {@link PyroConfig#autoproxy()}. */
        public Builder autoproxy(boolean value) {
            return set(ConfigItem.AUTOPROXY, value);
        }

        /** Sets {@link PyroConfig#metadata()}. */
        public Builder metadata(boolean value) {
            return set(ConfigItem.METADATA, value);
        }

        /** Sets {@link PyroConfig#requireExpose()}. */
        public Builder requireExpose(boolean value) {
            return set(ConfigItem.REQUIRE_EXPOSE, value);
        }

        /** Sets {@link PyroConfig#flameEnabled()}. */
        public Builder flameEnabled(boolean value) {
            return set(ConfigItem.FLAME_ENABLED, value);
        }

        /** Sets {@link PyroConfig#useMsgWaitall()}. */
        public Builder useMsgWaitall(boolean value) {
            return set(ConfigItem.USE_MSG_WAITALL, value);
        }

        /** Sets {@link PyroConfig#iterStreaming()}. */
        public Builder iterStreaming(boolean value) {
            return set(ConfigItem.ITER_STREAMING, value);
        }

        /** Sets {@link PyroConfig#iterStreamLifetime()}. */
        public Builder iterStreamLifetime(Duration value) {
            return set(ConfigItem.ITER_STREAM_LIFETIME, value);
        }

        /** Sets {@link PyroConfig#iterStreamLinger()}. */
        public Builder iterStreamLinger(Duration value) {
            return set(ConfigItem.ITER_STREAM_LINGER, value);
        }

        /** Sets {@link PyroConfig#ssl()}. */
        public Builder ssl(boolean value) {
            return set(ConfigItem.SSL, value);
        }

        /** Sets {@link PyroConfig#sslServerCert()}. */
        public Builder sslServerCert(String value) {
            return set(ConfigItem.SSL_SERVERCERT, value);
        }

        /** Sets {@link PyroConfig#sslServerKey()}. */
        public Builder sslServerKey(String value) {
            return set(ConfigItem.SSL_SERVERKEY, value);
        }

        /** Sets {@link PyroConfig#sslServerKeyPasswd()}. */
        public Builder sslServerKeyPasswd(String value) {
            return set(ConfigItem.SSL_SERVERKEYPASSWD, value);
        }

        /** Sets {@link PyroConfig#sslRequireClientCert()}. */
        public Builder sslRequireClientCert(boolean value) {
            return set(ConfigItem.SSL_REQUIRECLIENTCERT, value);
        }

        /** Sets {@link PyroConfig#sslClientCert()}. */
        public Builder sslClientCert(String value) {
            return set(ConfigItem.SSL_CLIENTCERT, value);
        }

        /** Sets {@link PyroConfig#sslClientKey()}. */
        public Builder sslClientKey(String value) {
            return set(ConfigItem.SSL_CLIENTKEY, value);
        }

        /** Sets {@link PyroConfig#sslClientKeyPasswd()}. */
        public Builder sslClientKeyPasswd(String value) {
            return set(ConfigItem.SSL_CLIENTKEYPASSWD, value);
        }

        /** Sets {@link PyroConfig#sslCaCerts()}. */
        public Builder sslCaCerts(String value) {
            return set(ConfigItem.SSL_CACERTS, value);
        }

        /** Sets {@link PyroConfig#logFile()}. */
        public Builder logFile(String value) {
            return set(ConfigItem.LOGFILE, value);
        }

        /** Sets {@link PyroConfig#logLevel()}. */
        public Builder logLevel(@Nullable String value) {
            return set(ConfigItem.LOGLEVEL, value);
        }

        /** Sets {@link PyroConfig#hmacKey()}. */
        public Builder hmacKey(@Nullable String value) {
            return set(ConfigItem.HMAC_KEY, value);
        }

        /** Sets {@link PyroConfig#handshakeTimeout()}. */
        public Builder handshakeTimeout(Duration value) {
            return set(ConfigItem.HANDSHAKE_TIMEOUT, value);
        }

        /** Sets {@link PyroConfig#headerTimeout()}. */
        public Builder headerTimeout(Duration value) {
            return set(ConfigItem.HEADER_TIMEOUT, value);
        }

        /** Sets {@link PyroConfig#bodyTimeout()}. */
        public Builder bodyTimeout(Duration value) {
            return set(ConfigItem.BODY_TIMEOUT, value);
        }

        /** Sets {@link PyroConfig#idleTimeout()}. */
        public Builder idleTimeout(Duration value) {
            return set(ConfigItem.IDLE_TIMEOUT, value);
        }

        /** Sets {@link PyroConfig#maxConnections()}. */
        public Builder maxConnections(int value) {
            return set(ConfigItem.MAX_CONNECTIONS, value);
        }

        /** Sets {@link PyroConfig#maxStreams()}. */
        public Builder maxStreams(int value) {
            return set(ConfigItem.MAX_STREAMS, value);
        }

        /** Sets {@link PyroConfig#maxLingeringStreams()}. */
        public Builder maxLingeringStreams(int value) {
            return set(ConfigItem.MAX_LINGERING_STREAMS, value);
        }

        /** Sets {@link PyroConfig#sslCipherSuites()}. */
        public Builder sslCipherSuites(String value) {
            return set(ConfigItem.SSL_CIPHERSUITES, value);
        }

        /** Sets {@link PyroConfig#maxNestingDepth()}. */
        public Builder maxNestingDepth(int value) {
            return set(ConfigItem.MAX_NESTING_DEPTH, value);
        }

        /** Sets {@link PyroConfig#maxIntegerDigits()}. */
        public Builder maxIntegerDigits(int value) {
            return set(ConfigItem.MAX_INTEGER_DIGITS, value);
        }

        /** Sets {@link PyroConfig#maxInflatedSize()}. */
        public Builder maxInflatedSize(long value) {
            return set(ConfigItem.MAX_INFLATED_SIZE, value);
        }

        /** Sets {@link PyroConfig#maxHandshakeSize()}. */
        public Builder maxHandshakeSize(long value) {
            return set(ConfigItem.MAX_HANDSHAKE_SIZE, value);
        }

        /** Sets {@link PyroConfig#memoryBudget()}. */
        public Builder memoryBudget(long value) {
            return set(ConfigItem.MEMORY_BUDGET, value);
        }

        /** Sets {@link PyroConfig#maxDecodedSize()}. */
        public Builder maxDecodedSize(long value) {
            return set(ConfigItem.MAX_DECODED_SIZE, value);
        }

        /** Sets {@link PyroConfig#nsMaxEntries()}. */
        public Builder nsMaxEntries(int value) {
            return set(ConfigItem.NS_MAX_ENTRIES, value);
        }

        /** Sets {@link PyroConfig#nsMaxTags()}. */
        public Builder nsMaxTags(int value) {
            return set(ConfigItem.NS_MAX_TAGS, value);
        }

        /** Sets {@link PyroConfig#nsMaxSize()}. */
        public Builder nsMaxSize(long value) {
            return set(ConfigItem.NS_MAX_SIZE, value);
        }

        /** Sets {@link PyroConfig#nsOwnership()}. */
        public Builder nsOwnership(boolean value) {
            return set(ConfigItem.NS_OWNERSHIP, value);
        }

        /** Sets {@link PyroConfig#polling()}. */
        public Builder polling(boolean value) {
            return set(ConfigItem.POLLING, value);
        }
    }
}
