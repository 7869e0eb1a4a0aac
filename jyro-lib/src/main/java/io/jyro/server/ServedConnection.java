package io.jyro.server;

import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Peer;
import io.jyro.rpc.TrackedResources;
import io.jyro.serialize.CallPayload;
import io.jyro.server.calls.ClientStreams;
import io.jyro.server.objects.SessionInstances;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Message;
import io.jyro.wire.WireLimits;

/** The connection of a client, for the handshake and for the code that serves its requests. Any thread. */
interface ServedConnection extends Peer {
    /** Serves the requests of a client. For one thread at a time. */
    interface Requests {
        /**
         * Serves a message and replies.
         *
         * @return false if another thread continues to read
         * @throws io.jyro.CommunicationException if the connection cannot be used any more
         */
        boolean answer(Message request);

        /**
         * Serves the request that was held when the last thread left, if there is one.
         *
         * @return false if another thread continues to read
         */
        boolean answerHeld();

        /** Flushes buffered replies. */
        void flush();

        /** Frees memory before a long wait. */
        void rest();
    }

    /** Returns the channel for the messages of the client, which the serving thread reads. */
    MessageChannel channel();

    /** Records the client's dialect. */
    void speaks(Dialect found);

    /**
     * Records that the handshake is complete; the client may not know it yet.
     *
     * @param limits the size limits of its further messages
     */
    void welcome(WireLimits limits);

    /** Opens the connection, or resumes an opening that was held, on a thread other than the caller's. */
    void receive(Opening how);

    /**
     * Returns the capabilities to agree on with the client. Several connections depend on the object and on the
     * number of free places.
     *
     * @param mayHaveFurther whether the object may be called over several connections
     */
    Capabilities agree(Capabilities offered, boolean mayHaveFurther);

    /** Records the id by which the client names itself on further connections. Only the first id counts. */
    void isNamed(UUID id);

    /**
     * Returns the first connection of the client, which owns its resources, session and streams: this one, unless it is
     * a further connection.
     */
    ServedConnection first();

    /** Returns the resources to close when the client leaves. */
    TrackedResources resources();

    /** Returns the instances that serve this client alone. */
    SessionInstances session();

    /** Returns the item streams of the client. */
    ClientStreams streams();

    /** Returns how many calls are being served now. */
    int running();

    /**
     * Counts a call that begins; the connection stays open until its end.
     *
     * @return false if the connection is being closed: the call must not run, since its reply might be lost
     */
    boolean callBegins();

    /** Records the call that is being served, once it is decoded. */
    void calls(CallPayload call);

    /** Counts calls that have been answered, or needed no answer. */
    void callsEnd(int number);

    /** Runs a task on a thread that mostly waits. */
    void startWaiting(Runnable task);

    /** Lets another thread continue to read. */
    void serveOn(Requests requests);

    /** Sends all messages of a buffer. */
    void write(ByteOutput messages);

    /** Closes the connection after a reply could not be sent, so that the reading thread notices. */
    void replyIsLost(Throwable e);
}
