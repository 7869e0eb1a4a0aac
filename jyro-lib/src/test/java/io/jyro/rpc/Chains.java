package io.jyro.rpc;

import java.util.Map;

import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;

/** Served calls that other served calls wait for. */
public final class Chains {
    private Chains() {}

    /** A call that another one has made, and those that wait for that one. */
    public static ServedCall awaitedBy(ServedCall caller) {
        Link link = Link.inProcess();
        MessageWriter request = new MessageWriter(Dialect.V502, WireLimits.NONE, null, false);
        request.begin(MessageType.INVOKE, 1, 1, null, caller.passOn(Map.of()));
        request.end(0);
        channel(link.one()).output().write(request.output());
        return ServedCall.of(channel(link.other()).read(), Capabilities.OFFER, new RunningCalls());
    }

    private static MessageChannel channel(Link.End end) {
        return new MessageChannel(Connection.over(end), WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder);
    }
}
