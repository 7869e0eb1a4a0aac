package io.jyro.server;

import java.util.List;
import java.util.Map;

import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.RemoteName;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import io.jyro.rpc.WireNames;
import org.jspecify.annotations.Nullable;

/** The daemon's own object, {@code Pyro.Daemon}: what clients ask of the daemon itself (PROTOCOL.md 3.11). */
@Expose
final class DaemonObject {
    private final Daemon daemon;
    private final ObjectTable objects;
    private final StreamTable streams;

    DaemonObject(Daemon daemon, ObjectTable objects, StreamTable streams) {
        this.daemon = daemon;
        this.objects = objects;
        this.streams = streams;
    }

    public List<String> registered() {
        return objects.ids();
    }

    public void ping() {
        // that it returns is the answer
    }

    public String info() {
        return daemon.describe();
    }

    @RemoteName(WireNames.GET_METADATA)
    public Map<String, Object> getMetadata(String objectId,
            @Param(value = "as_lists", optional = true) boolean asLists) {
        Registered registered = objects.find(objectId);
        if (registered == null) {
            throw new DaemonException("unknown object");
        }
        Dialect dialect = dialect();
        return registered.in(dialect).exposed().metadata()
                .toWire(asLists && dialect == Dialect.V48);
    }

    @RemoteName(WireNames.NEXT_STREAM_ITEM)
    public @Nullable Object nextStreamItem(String streamId) {
        return streams.next(streamId,
                CallContext.current().client() instanceof ClientConnection client ? client : null);
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
