package io.jyro.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * Reads and writes channels, and the streams of their sockets, in pieces: before it writes the first byte, the JDK
 * copies any buffer that is not direct, and keeps memory for the largest copy of each thread.
 */
final class ChannelChunks {
    static final int SIZE = 64 * 1024;

    /** The size of a piece for streams: the JDK's sockets without a channel use the same. */
    static final int OF_STREAM = 128 * 1024;

    private ChannelChunks() {}

    /** Writes all of a buffer to a blocking channel. */
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                write(channel, bytes);
            }
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    /** Writes all bytes to the stream of a channel. */
    static void writeAll(OutputStream out, byte[] bytes, int offset, int length)
            throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; from += OF_STREAM) {
            out.write(bytes, from, Math.min(OF_STREAM, end - from));
        }
    }

    /** Reads once from the stream of a channel. Returns how many bytes were read, or -1 at its end. */
    static int read(InputStream in, byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, Math.min(length, OF_STREAM));
    }

    /** Writes once. Returns how many bytes the channel took. */
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
