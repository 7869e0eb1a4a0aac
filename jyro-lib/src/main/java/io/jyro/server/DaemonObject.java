package io.jyro.server;

import java.util.List;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.RemoteName;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import io.jyro.rpc.WireNames;
import io.jyro.server.calls.StreamTable;
import io.jyro.server.objects.Location;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.Registered;
import org.jspecify.annotations.Nullable;

/** The daemon's own object, {@code Pyro.Daemon}, for requests to the daemon itself (docs/protocol.md, 3.11). */
@Expose
final class DaemonObject {
    private final ObjectTable objects;
    private final StreamTable streams;
    private final boolean oneCallAtATime;
    private final Endpoint endpoint;
    private final ConnectionTable connections;

    DaemonObject(ObjectTable objects, StreamTable streams, boolean oneCallAtATime,
            Endpoint endpoint, ConnectionTable connections) {
        this.objects = objects;
        this.streams = streams;
        this.oneCallAtATime = oneCallAtATime;
        this.endpoint = endpoint;
        this.connections = connections;
    }

    public List<String> registered() {
        return objects.ids();
    }

    public void ping() {
        // the reply itself is the answer
    }

    // The text is Pyro's.
    public String info() {
        Location location = endpoint.location();
        return WireNames.DAEMON + " bound on " + location.text() + ", NAT " + location.natText()
                + ", " + objects.size() + " objects registered. Servertype: "
                + endpoint.describe(oneCallAtATime, connections.size());
    }

    @RemoteName(WireNames.GET_METADATA)
    public Map<String, Object> getMetadata(String objectId,
            @Param(value = "as_lists", optional = true) boolean asLists) {
        Registered registered = objects.find(objectId);
        if (registered == null) {
            throw objects.unknown(objectId);
        }
        Dialect dialect = dialect();
        return registered.in(dialect).exposed().metadata()
                .toWire(asLists && dialect == Dialect.V48);
    }

    @RemoteName(WireNames.NEXT_STREAM_ITEM)
    public @Nullable Object nextStreamItem(String streamId) {
        return streams.next(streamId,
                CallContext.current().client() instanceof ClientConnection client
                        ? client.streams()
                        : null);
    }

    @RemoteName(WireNames.CLOSE_STREAM)
    public void closeStream(String streamId) {
        streams.close(streamId);
    }

    private static Dialect dialect() {
        Peer client = CallContext.current().client();
        return client == null ? Dialect.V502 : client.dialect();
    }
}
