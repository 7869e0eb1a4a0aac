/**
 * Pyro (Python Remote Objects) for the JVM: daemons that serve Java objects to Python and Java programs, and proxies of
 * objects that such programs serve. Read {@link io.jyro.server.Daemon} or {@link io.jyro.client.Proxy} first.
 *
 * <p>A package whose records, beans or interfaces are values, parameters, results or views has to be opened to this
 * module ({@code opens my.pkg to io.jyro}) or exported, since they are read and made by reflection.
 */
@SuppressWarnings("module") // the modules above this one are compiled after it
module io.jyro {
    requires org.slf4j;
    // TCP keep-alive probes: their options are not in java.base.
    requires jdk.net;
    requires static org.jspecify;

    exports io.jyro;
    exports io.jyro.client;
    exports io.jyro.rpc;
    exports io.jyro.serialize;
    exports io.jyro.server;
    exports io.jyro.types;
    exports io.jyro.serialize.bind to io.jyro.pickle;
    exports io.jyro.text to io.jyro.cli;
    exports io.jyro.transport to io.jyro.cli, io.jyro.nameserver;
    exports io.jyro.wire to io.jyro.pickle;

    uses io.jyro.serialize.Codec;
}
