package io.jyro.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that reads and writes a channel and does not change its socket options. */
abstract class ChannelConnection extends SocketConnection {
    final SocketChannel channel;

    /** @param text the name of the peer */
    ChannelConnection(SocketChannel channel, SocketAddress local, SocketAddress peer,
            String text) {
        super(local, peer, text);
        this.channel = channel;
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public final void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /**
     * Does nothing: on one machine no acknowledgement is delayed, and the options of a channel that the user opened are
     * not changed.
     */
    @Override
    public final void acknowledgeNow() {}
}
