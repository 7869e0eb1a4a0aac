package io.jyro;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static io.jyro.ConfigKind.BYTES;
import static io.jyro.ConfigKind.FLAG;
import static io.jyro.ConfigKind.SECONDS;
import static io.jyro.ConfigKind.SECRET_TEXT;
import static io.jyro.ConfigKind.TEXT;
import static io.jyro.ConfigKind.count;

/**
 * One item of the configuration: name, kind, default and documentation. Together the items are the table behind
 * {@link PyroConfig}, the reading of the environment and {@code docs/configuration.md}.
 *
 * <p>A new item is a line here, and an accessor and a builder method in {@link PyroConfig}; a test says which of them
 * is missing.
 *
 * @param <T> the Java type of its values
 * @see "docs/protocol.md, 12.1 Items"
 */
final class ConfigItem<T> {
    /** Filled by the constants below during class initialization and not changed later. */
    private static final List<ConfigItem<?>> TABLE = new ArrayList<>();

    static final ConfigItem<String> HOST = item("HOST", "host",
            TEXT, "localhost",
            "Host or address on which a daemon listens. `0.0.0.0` or `::` is every interface;"
                    + " clients then receive the address at which they can reach the daemon.");
    static final ConfigItem<String> NS_HOST = item("NS_HOST", "nsHost",
            TEXT, "localhost",
            "Host on which clients look for the name server.");
    static final ConfigItem<Integer> NS_PORT = item("NS_PORT", "nsPort",
            count(0, 65535), 9090,
            "TCP port of the name server.");
    static final ConfigItem<Integer> NS_BCPORT = item("NS_BCPORT", "nsBcPort",
            count(0, 65535), 9091,
            "UDP port on which the name server answers broadcasts.");
    static final ConfigItem<String> NS_BCHOST = item("NS_BCHOST", "nsBcHost",
            TEXT, null,
            "Address on which the name server listens for broadcasts; unset is every"
                    + " interface.");
    static final ConfigItem<Duration> NS_AUTOCLEAN = item("NS_AUTOCLEAN", "nsAutoClean",
            SECONDS, Duration.ZERO,
            "Time between two checks of the name server for registrations whose daemon is gone; 0"
                    + " never checks.");
    static final ConfigItem<Duration> NS_LOOKUP_DELAY = item("NS_LOOKUP_DELAY", "nsLookupDelay",
            SECONDS, Duration.ZERO,
            "How long a lookup is repeated while the name is not registered yet.");
    static final ConfigItem<String> NATHOST = item("NATHOST", "natHost",
            TEXT, null,
            "Host in the uris of a daemon behind a NAT router or port forwarding.");
    static final ConfigItem<Integer> NATPORT = item("NATPORT", "natPort",
            count(0, 65535), 0,
            "Port in the uris of a daemon behind NAT; 0 is the daemon's own.");
    static final ConfigItem<List<String>> BROADCAST_ADDRS = item(
            "BROADCAST_ADDRS", "broadcastAddrs",
            ConfigKind.TEXTS, List.of("<broadcast>", "0.0.0.0"),
            "Addresses to which a broadcast for the name server is sent. `<broadcast>` is"
                    + " 255.255.255.255. If empty, there is no broadcast.");
    static final ConfigItem<Integer> PREFER_IP_VERSION = item(
            "PREFER_IP_VERSION", "preferIpVersion",
            ConfigKind.IP_VERSION, 0,
            "Which addresses of a host are used: 4 the IPv4 addresses, or any if it has none; 6"
                    + " only the IPv6 addresses; 0 all. Pyro4's default is 4.");
    static final ConfigItem<ServerType> SERVERTYPE = item("SERVERTYPE", "serverType",
            ConfigKind.SERVER_TYPE, ServerType.THREAD,
            "How a daemon runs calls: those of all clients at once, or one at a time on one"
                    + " thread.");
    static final ConfigItem<Integer> THREADPOOL_SIZE = item("THREADPOOL_SIZE", "threadPoolSize",
            count(1, Integer.MAX_VALUE), null,
            "How many clients a daemon serves at once; further ones are refused as in Pyro. If"
                    + " unset, there is no such limit. Pyro's defaults are 40 and 80.");
    static final ConfigItem<Integer> THREADPOOL_SIZE_MIN = item(
            "THREADPOOL_SIZE_MIN", "threadPoolSizeMin",
            count(1, Integer.MAX_VALUE), 4,
            "Accepted and without effect: threads start when they are needed. Not above"
                    + " THREADPOOL_SIZE.");
    static final ConfigItem<Duration> COMMTIMEOUT = item("COMMTIMEOUT", "commTimeout",
            SECONDS, Duration.ZERO,
            "How long the other end may be silent when data is expected from it; a daemon also"
                    + " closes connections that are idle for that long. 0 is for ever.");
    static final ConfigItem<Duration> POLLTIMEOUT = item("POLLTIMEOUT", "pollTimeout",
            SECONDS, Duration.ofSeconds(2),
            "How often a daemon does its housekeeping and `requestLoop` checks its condition.");
    static final ConfigItem<Integer> MAX_RETRIES = item("MAX_RETRIES", "maxRetries",
            count(0, Integer.MAX_VALUE), 0,
            "How often a proxy repeats a call that failed because of the connection. The"
                    + " method may then have run more than once.");
    static final ConfigItem<Boolean> ONEWAY_THREADED = item("ONEWAY_THREADED", "onewayThreaded",
            FLAG, true,
            "Whether the next call on a connection can start while a oneway call runs.");
    static final ConfigItem<Boolean> SOCK_REUSE = item("SOCK_REUSE", "sockReuse",
            FLAG, true,
            "Whether a daemon may listen on a port that was recently in use (`SO_REUSEADDR`).");
    static final ConfigItem<Boolean> SOCK_NODELAY = item("SOCK_NODELAY", "sockNodelay",
            FLAG, true,
            "Whether small messages are sent at once (`TCP_NODELAY`). Pyro's default is off.");
    static final ConfigItem<Boolean> COMPRESSION = item("COMPRESSION", "compression",
            FLAG, false,
            "Whether payloads are compressed: those of more than 100 bytes, in wire protocol 48"
                    + " those of 200 and more.");
    static final ConfigItem<Long> MAX_MESSAGE_SIZE = item("MAX_MESSAGE_SIZE", "maxMessageSize",
            BYTES, 1L << 30,
            "Largest message that is sent or accepted; 0 is unlimited. Pyro4's default is"
                    + " 0.");
    static final ConfigItem<Boolean> DETAILED_TRACEBACK = item(
            "DETAILED_TRACEBACK", "detailedTraceback",
            FLAG, false,
            "Whether the traceback that a caller receives contains more than the lines of the"
                    + " stack.");
    static final ConfigItem<Boolean> LOGWIRE = item("LOGWIRE", "logWire",
            FLAG, false,
            "Whether each message is logged, at debug level by io.jyro.transport.WireLog; calls"
                    + " can contain secrets. Handshakes and signatures are not shown.");
    static final ConfigItem<Serializer> SERIALIZER = item("SERIALIZER", "serializer",
            ConfigKind.SERIALIZER, Serializer.SERPENT,
            "Serializer of the calls of proxies.");
    static final ConfigItem<Set<Serializer>> SERIALIZERS_ACCEPTED = item(
            "SERIALIZERS_ACCEPTED", "serializersAccepted",
            ConfigKind.SERIALIZERS, safeSerializers(),
            "Serializers that daemons accept, in both protocols. The pickle family also needs the"
                    + " module `jyro-pickle` on the class path.");
    static final ConfigItem<Integer> PICKLE_PROTOCOL_VERSION = item(
            "PICKLE_PROTOCOL_VERSION", "pickleProtocolVersion",
            count(2, 5), 4,
            "Version in which pickles are written; all versions are read. Python 3.4 and later"
                    + " read 4. Pyro4's default is the highest that the running Python knows.");
    static final ConfigItem<Integer> DILL_PROTOCOL_VERSION = item(
            "DILL_PROTOCOL_VERSION", "dillProtocolVersion",
            count(-1, 5), -1,
            "Accepted and without effect: pickles for dill are written like all others.");
    static final ConfigItem<String> JSON_MODULE = item("JSON_MODULE", "jsonModule",
            TEXT, "json",
            "Accepted and without effect: it names a Python module.");
    static final ConfigItem<Boolean> SERPENT_BYTES_REPR = item(
            "SERPENT_BYTES_REPR", "serpentBytesRepr",
            FLAG, false,
            "Whether serpent writes bytes as `b'...'` instead of a dict with base64. Both"
                    + " are read.");
    static final ConfigItem<Boolean> AUTOPROXY = item("AUTOPROXY", "autoproxy",
            FLAG, true,
            "Whether a registered object as an argument or result is sent as a proxy. Disabling"
                    + " this affects only wire protocol 48; in 502 it always is.");
    static final ConfigItem<Boolean> METADATA = item("METADATA", "metadata",
            FLAG, true,
            "Whether a proxy asks which methods and attributes the remote object has. Disabling"
                    + " this affects only wire protocol 48.");
    static final ConfigItem<Boolean> REQUIRE_EXPOSE = item("REQUIRE_EXPOSE", "requireExpose",
            FLAG, true,
            "Accepted and without effect: only members marked with `@Expose` can ever be called."
                    + " Disabling it causes a warning.");
    static final ConfigItem<Boolean> FLAME_ENABLED = item("FLAME_ENABLED", "flameEnabled",
            FLAG, false,
            "Accepted and without effect yet: there is no Flame. Enabling it causes a warning.");
    static final ConfigItem<Boolean> USE_MSG_WAITALL = item("USE_MSG_WAITALL", "useMsgWaitall",
            FLAG, true,
            "Accepted and without effect: reads are exact without it.");
    static final ConfigItem<Boolean> ITER_STREAMING = item("ITER_STREAMING", "iterStreaming",
            FLAG, true,
            "Whether a method of a daemon may return an iterator, which is then streamed.");
    static final ConfigItem<Duration> ITER_STREAM_LIFETIME = item(
            "ITER_STREAM_LIFETIME", "iterStreamLifetime",
            SECONDS, Duration.ZERO,
            "How long a stream may be read after it was opened; 0 is for ever.");
    static final ConfigItem<Duration> ITER_STREAM_LINGER = item(
            "ITER_STREAM_LINGER", "iterStreamLinger",
            SECONDS, Duration.ofSeconds(30),
            "How long a stream outlives the connection that opened it.");
    static final ConfigItem<Boolean> SSL = item("SSL", "ssl",
            FLAG, false,
            "Whether connections use TLS; see `docs/tls.md`.");
    static final ConfigItem<String> SSL_SERVERCERT = item("SSL_SERVERCERT", "sslServerCert",
            TEXT, "",
            "File with the certificate of a daemon, followed by those of its issuers (PEM).");
    static final ConfigItem<String> SSL_SERVERKEY = item("SSL_SERVERKEY", "sslServerKey",
            TEXT, "",
            "File with the private key of a daemon (PEM), if it is not in the file of the"
                    + " certificate.");
    static final ConfigItem<String> SSL_SERVERKEYPASSWD = item(
            "SSL_SERVERKEYPASSWD", "sslServerKeyPasswd",
            SECRET_TEXT, "",
            "Password of a daemon's private key.");
    static final ConfigItem<Boolean> SSL_REQUIRECLIENTCERT = item(
            "SSL_REQUIRECLIENTCERT", "sslRequireClientCert",
            FLAG, false,
            "Whether a daemon requires a certificate from each client.");
    static final ConfigItem<String> SSL_CLIENTCERT = item("SSL_CLIENTCERT", "sslClientCert",
            TEXT, "",
            "File with the certificate of a client, followed by those of its issuers (PEM).");
    static final ConfigItem<String> SSL_CLIENTKEY = item("SSL_CLIENTKEY", "sslClientKey",
            TEXT, "",
            "File with the private key of a client (PEM), if it is not in the file of the"
                    + " certificate.");
    static final ConfigItem<String> SSL_CLIENTKEYPASSWD = item(
            "SSL_CLIENTKEYPASSWD", "sslClientKeyPasswd",
            SECRET_TEXT, "",
            "Password of a client's private key.");
    static final ConfigItem<String> SSL_CACERTS = item("SSL_CACERTS", "sslCaCerts",
            TEXT, "",
            "File or directory with certificates to trust (PEM). Clients trust them in addition"
                    + " to Java's defaults, daemons trust only them.");
    static final ConfigItem<String> LOGFILE = item("LOGFILE", "logFile",
            TEXT, "pyro.log",
            "File to which the command line tools log; `{stderr}` is standard error. The"
                    + " library itself logs through SLF4J.");
    static final ConfigItem<String> LOGLEVEL = item("LOGLEVEL", "logLevel",
            ConfigKind.LOG_LEVEL, null,
            "Lowest level that the command line tools log to the file. If unset, they log only"
                    + " warnings and errors, and only to standard error.");

    // items of Jyro without a counterpart in Pyro
    static final ConfigItem<String> HMAC_KEY = item("HMAC_KEY", "hmacKey",
            SECRET_TEXT, null,
            "Key that signs the messages of wire protocol 48; its UTF-8 bytes are used. With a"
                    + " key, only that protocol is available.");
    static final ConfigItem<Duration> HANDSHAKE_TIMEOUT = item(
            "HANDSHAKE_TIMEOUT", "handshakeTimeout",
            SECONDS, Duration.ofSeconds(10),
            "How long the handshake of a new connection may take; 0 is for ever.");
    static final ConfigItem<Duration> HEADER_TIMEOUT = item("HEADER_TIMEOUT", "headerTimeout",
            SECONDS, Duration.ofSeconds(30),
            "How long the header of a message may take to arrive, from its first byte to its"
                    + " last; then a daemon closes the connection. 0 is for ever.");
    static final ConfigItem<Duration> BODY_TIMEOUT = item("BODY_TIMEOUT", "bodyTimeout",
            SECONDS, Duration.ofSeconds(30),
            "How long the body of a request may make no progress; then a daemon closes the"
                    + " connection. Fewer than 256 bytes a second are not progress. 0 is for"
                    + " ever.");
    static final ConfigItem<Duration> IDLE_TIMEOUT = item("IDLE_TIMEOUT", "idleTimeout",
            SECONDS, Duration.ZERO,
            "How long a client may be silent between two calls; then a daemon closes its"
                    + " connection. 0 is for ever. The shorter of this and `COMMTIMEOUT` applies.");
    static final ConfigItem<Duration> CALL_DEADLINE = item("CALL_DEADLINE", "callDeadline",
            SECONDS, Duration.ZERO,
            "How long a whole call of a proxy may take: looking up its name, connecting, waiting"
                    + " for its turn, sending, and receiving the whole reply, including retries."
                    + " 0 is for ever.");
    static final ConfigItem<Integer> MAX_CONNECTIONS = item("MAX_CONNECTIONS", "maxConnections",
            count(0, Integer.MAX_VALUE), 0,
            "How many clients may be connected to a daemon at once; further ones are refused. 0 is"
                    + " unlimited.");
    static final ConfigItem<Integer> MAX_STREAMS = item("MAX_STREAMS", "maxStreams",
            count(0, Integer.MAX_VALUE), 4000,
            "How many item streams one connection may have open; a call that returns a further"
                    + " one fails, and its iterator is closed. Each takes some 1.3 KB in addition"
                    + " to its source. 0 is unlimited.");
    static final ConfigItem<Integer> MAX_LINGERING_STREAMS = item(
            "MAX_LINGERING_STREAMS", "maxLingeringStreams",
            count(0, Integer.MAX_VALUE), 10_000,
            "How many item streams of a daemon may outlive their connections"
                    + " (`ITER_STREAM_LINGER`) at once; those that have lingered longest are closed"
                    + " to admit new ones. 0 is unlimited.");
    static final ConfigItem<String> SSL_CIPHERSUITES = item("SSL_CIPHERSUITES", "sslCipherSuites",
            TEXT, "",
            "Cipher suites that TLS may use: Java's names, separated by commas. If empty, TLS 1.3"
                    + " uses all that Java enables, and TLS 1.2 those of ECDHE with AES-GCM or"
                    + " ChaCha20-Poly1305.");
    static final ConfigItem<Integer> MAX_NESTING_DEPTH = item(
            "MAX_NESTING_DEPTH", "maxNestingDepth",
            count(1, 500), 200,
            "How deep containers may be nested in a message.");
    static final ConfigItem<Integer> MAX_INTEGER_DIGITS = item(
            "MAX_INTEGER_DIGITS", "maxIntegerDigits",
            count(20, 1_000_000), 4300,
            "How many decimal digits an integer may have if it travels as text (serpent, json)."
                    + " CPython has the same limit; the time to read it grows with the square:"
                    + " 0.3 ms for 4300 digits, 140 ms for 100000.");
    static final ConfigItem<Long> MAX_INFLATED_SIZE = item("MAX_INFLATED_SIZE", "maxInflatedSize",
            BYTES, 256L << 20,
            "Largest size of a compressed payload after decompression; 0 is unlimited.");
    static final ConfigItem<Long> MAX_HANDSHAKE_SIZE = item(
            "MAX_HANDSHAKE_SIZE", "maxHandshakeSize",
            BYTES, 256L << 10,
            "Largest handshake that a daemon accepts from a client, also after decompression; 0"
                    + " applies `MAX_MESSAGE_SIZE` and `MAX_INFLATED_SIZE` instead. It does not"
                    + " limit the reply.");
    static final ConfigItem<Long> MEMORY_BUDGET = item("MEMORY_BUDGET", "memoryBudget",
            BYTES, null,
            "How much memory the messages of all connections of a daemon may take together until"
                    + " their calls are answered, as bytes and as decoded values. Further ones"
                    + " wait for a second and are then refused. 0 is unlimited. If unset, it is a"
                    + " third of the JVM's maximum heap (`-Xmx`).");
    static final ConfigItem<Long> MAX_DECODED_SIZE = item("MAX_DECODED_SIZE", "maxDecodedSize",
            BYTES, null,
            "How many bytes of heap the decoded values of one message may take, by estimate; 0 is"
                    + " unlimited. A message of many small values takes some 10 times its size."
                    + " If unset, it is 64 bytes for each byte of the message plus 1 MiB, at most"
                    + " a third of the JVM's maximum heap (`-Xmx`).");
    static final ConfigItem<Integer> NS_MAX_ENTRIES = item("NS_MAX_ENTRIES", "nsMaxEntries",
            count(1, Integer.MAX_VALUE), 100_000,
            "How many names the name server keeps; further ones are refused.");
    static final ConfigItem<Integer> NS_MAX_TAGS = item("NS_MAX_TAGS", "nsMaxTags",
            count(0, Integer.MAX_VALUE), 100,
            "How many tags one name of the name server may have.");
    static final ConfigItem<Long> NS_MAX_SIZE = item("NS_MAX_SIZE", "nsMaxSize",
            BYTES, 128L << 20,
            "How much memory all registrations of the name server may take, by estimate: 300"
                    + " bytes for a name, 100 for a tag and 2 for each character; further ones are"
                    + " refused. 0 is unlimited.");
    static final ConfigItem<Boolean> NS_OWNERSHIP = item("NS_OWNERSHIP", "nsOwnership",
            FLAG, false,
            "Whether only the client that registered a name may replace or remove it or change"
                    + " its tags; `docs/nameserver.md` describes which clients count as the same.");
    static final ConfigItem<Boolean> POLLING = item("POLLING", "polling",
            FLAG, true,
            "Whether busy connections check for bytes for some microseconds before they sleep."
                    + " This shortens calls and costs processor time.");

    private final int index = TABLE.size();
    private final String name;
    private final String javaName;
    private final ConfigKind<T> kind;
    private final @Nullable T defaultValue;
    private final String documentation;

    private ConfigItem(String name, String javaName, ConfigKind<T> kind, @Nullable T defaultValue,
            String documentation) {
        this.name = name;
        this.javaName = javaName;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.documentation = documentation;
    }

    private static <T> ConfigItem<T> item(String name, String javaName, ConfigKind<T> kind,
            @Nullable T defaultValue,
            String documentation) {
        ConfigItem<T> item = new ConfigItem<>(name, javaName, kind, defaultValue, documentation);
        TABLE.add(item);
        return item;
    }

    private static Set<Serializer> safeSerializers() {
        return Collections.unmodifiableSet(EnumSet.of(Serializer.SERPENT, Serializer.JSON,
                Serializer.MARSHAL, Serializer.MSGPACK));
    }

    /** Returns all items in the order of the table. */
    static List<ConfigItem<?>> all() {
        return Collections.unmodifiableList(TABLE);
    }

    /** The defaults of all items, in the order of the table. */
    static @Nullable Object[] defaultValues() {
        @Nullable
        Object[] values = new @Nullable Object[TABLE.size()];
        for (ConfigItem<?> item : TABLE) {
            values[item.index] = item.defaultValue;
        }
        return values;
    }

    /** The place of this item in the table, from 0. */
    int index() {
        return index;
    }

    /** Returns the name of the item in Pyro, such as {@code COMMTIMEOUT}. */
    String itemName() {
        return name;
    }

    /** Returns the name of its accessor and its builder method. */
    String javaName() {
        return javaName;
    }

    ConfigKind<T> kind() {
        return kind;
    }

    @Nullable
    T defaultValue() {
        return defaultValue;
    }

    /** Returns the description of the item, as Markdown. */
    String documentation() {
        return documentation;
    }

    /** Returns a warning if the value asks for something that Jyro does not do, or null. */
    @Nullable
    String brokenPromise(@Nullable Object value) {
        if (this == REQUIRE_EXPOSE && Boolean.FALSE.equals(value)) {
            return "REQUIRE_EXPOSE off has no effect: only members marked with @Expose can be"
                    + " called; mark them";
        }
        if (this == FLAME_ENABLED && Boolean.TRUE.equals(value)) {
            return "FLAME_ENABLED has no effect: this version has no Flame";
        }
        boolean ineffective = this == THREADPOOL_SIZE_MIN || this == DILL_PROTOCOL_VERSION
                || this == JSON_MODULE;
        return ineffective && !Objects.equals(value, defaultValue)
                ? name + " has no effect, so " + write(value) + " changes nothing; remove it"
                : null;
    }

    /** Returns whether the item may have no value. */
    boolean isOptional() {
        return defaultValue == null;
    }

    /** Returns whether its value must not be shown to anybody. */
    boolean isSecret() {
        return kind.isSecret();
    }

    /** Returns a value as it is written in an environment variable; secrets as stars. */
    @SuppressWarnings("unchecked") // a value at this item's index was set through this item
    String write(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (isSecret() && !value.equals("")) {
            return "***";
        }
        return kind.write((T) value);
    }

    /** Returns a value as Pyro has it, in plain Java: a number of seconds, a name; secrets as stars. */
    @SuppressWarnings("unchecked") // a value at this item's index was set through this item
    @Nullable
    Object plain(@Nullable Object value) {
        if (value == null || isSecret()) {
            return value == null ? null : write(value);
        }
        return kind.plain((T) value);
    }

    /**
     * Parses the text of a variable; an empty text is null if the item is optional.
     *
     * @throws IllegalArgumentException if the text is not a value of this item, naming the variable, the text and what
     *         is allowed
     */
    @Nullable
    T read(String variable, String text) {
        String stripped = isSecret() ? text : text.strip();
        if (stripped.isEmpty() && isOptional()) {
            return null;
        }
        try {
            T value = kind.read(stripped);
            if (kind.allows(value)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(variable, text, e);
        }
        throw unreadable(variable, text, null);
    }

    /** Refuses a value that is not allowed, naming item, value and range. */
    @SuppressWarnings("unchecked") // a value at this item's index was set through this item
    void check(@Nullable Object value) {
        if (value != null && !kind.allows((T) value)) {
            throw new IllegalArgumentException(
                    name + " (" + javaName + ") cannot be " + write(value) + "; allowed: "
                            + kind.allowed());
        }
    }

    private IllegalArgumentException unreadable(String variable, String text,
            @Nullable Throwable cause) {
        String what = FLAG.equals(kind)
                ? "invalid boolean value: "
                : "invalid Pyro environment config value: ";
        return new IllegalArgumentException(
                what + variable + "=" + text + "; allowed: " + kind.allowed(), cause);
    }
}
