package io.jyro.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * Channels are read and written in pieces: of what is no direct buffer the JDK makes a copy, and keeps for each thread as
 * much memory for that as it needed once.
 */
final class ChannelChunks {
    static final int SIZE = 64 * 1024;

    private ChannelChunks() {}

    /** Writes all of a buffer to a channel that blocks. */
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                write(channel, bytes);
            }
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    /** Writes once; how many bytes the channel took. */
    static int write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        try {
            bytes.limit(Math.min(limit, bytes.position() + SIZE));
            return channel.write(bytes);
        } finally {
            bytes.limit(limit);
        }
    }
}
