package io.jyro.rpc;

/** Object ids, methods and annotations that the protocol itself uses. */
public final class WireNames {
    /** The id of every daemon's own object (docs/protocol.md, 3.11). */
    public static final String DAEMON = "Pyro.Daemon";
    /** The object id of the name server, and the name under which it registers itself (8.1). */
    public static final String NAME_SERVER = "Pyro.NameServer";

    /** Reads an attribute; arguments: name. */
    public static final String GET_ATTRIBUTE = "__getattr__";
    /** Writes an attribute; arguments: name, value. */
    public static final String SET_ATTRIBUTE = "__setattr__";
    /** The method name of batches. */
    public static final String BATCH = "<batch>";

    /** Method of the daemon's object that does nothing. */
    public static final String PING = "ping";
    /** Method of the daemon's object that returns the members of an object. */
    public static final String GET_METADATA = "get_metadata";
    /** Method of the daemon's object that returns the next item of a stream. */
    public static final String NEXT_STREAM_ITEM = "get_next_stream_item";
    /** Method of the daemon's object that ends a stream early. */
    public static final String CLOSE_STREAM = "close_stream";

    /** The annotation that holds the id of an item stream (3.7). */
    public static final String STREAM_ANNOTATION = "STRM";
    /** The annotation of a serialized blob: info, object id and method, in marshal (3.9). */
    public static final String BLOB_ANNOTATION = "BLBI";
    /** The default handshake text of a client, and the default answer of a daemon. */
    public static final String HELLO = "hello";

    private WireNames() {}
}
