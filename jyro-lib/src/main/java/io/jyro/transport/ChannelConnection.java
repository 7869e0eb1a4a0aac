package io.jyro.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that reads and writes a channel, whose options it leaves alone. */
abstract class ChannelConnection extends SocketConnection {
    final SocketChannel channel;

    /** @param text names the other end */
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

    /** Does nothing: no acknowledgement is delayed on one machine, and the options of a user's channel are the user's. */
    @Override
    public final void acknowledgeNow() {}
}
