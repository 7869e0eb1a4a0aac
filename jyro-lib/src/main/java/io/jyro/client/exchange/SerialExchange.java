package io.jyro.client.exchange;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.ProtocolException;
import io.jyro.PyroSecurityException;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.InterruptHook;
import io.jyro.transport.message.MessageChannel;
import io.jyro.transport.message.WaitInterruptedException;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/** Runs one call at a time, each on its caller's thread, for stock daemons, which answer in order. Any thread. */
public final class SerialExchange extends Exchange {
    private final Duration timeout;
    private final boolean replaceable;
    private final Supplier<MessageWriter> newWriter;
    // Held from the first byte of a request to the last byte of its reply, and while the reply is decoded.
    private final ReentrantLock turn = new ReentrantLock();
    private int sequence;
    private boolean raised; // whether the last reply was an exception
    // The thread that waits for its reply; cleared by the interrupt that ends the wait.
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final InterruptHook hook = new InterruptHook(this::readerIsInterrupted); // guarded by turn

    /**
     * Creates the exchange over a connection without calls in flight.
     *
     * @param replaceable whether calls that are not sent yet can take another connection
     * @param newWriter creates writers of pings
     */
    public SerialExchange(MessageChannel channel, Duration timeout, boolean replaceable,
            Supplier<MessageWriter> newWriter) {
        super(channel, Idleness.towardStock());
        this.newWriter = newWriter;
        this.timeout = timeout;
        this.replaceable = replaceable;
    }

    @Override
    public Reply call(MessageWriter request, ReplyDecoder decoder, CallDeadline deadline) {
        takeTurn(deadline);
        try {
            Message reply = reply(request, decoder, deadline);
            raised = reply.has(Flags.EXCEPTION);
            return read(reply, decoder);
        } finally {
            turn.unlock();
        }
    }

    private Message reply(MessageWriter request, ReplyDecoder decoder, CallDeadline deadline) {
        try {
            replaceIfEnded(deadline);
            Message reply = exchanged(request, deadline);
            decoder.check(reply);
            checkSequence(reply);
            return reply;
        } catch (RuntimeException | Error e) {
            close(); // otherwise a late reply, or the rest of one, would be taken for the reply to the next call
            throw e;
        }
    }

    private Message awaited(CallDeadline deadline) {
        channel().readLimit(deadline);
        try {
            Message reply = read();
            channel().readLimit(CallDeadline.NONE);
            return reply;
        } catch (CallTimeoutException e) {
            throw deadline.hasPassed()
                    ? deadline.passed("waiting for the reply of " + channel().connection()
                            + "; the call may still run")
                    : new CallTimeoutException(RemoteText.message(e)
                            + ", while waiting for the reply; the call may still run", e);
        }
    }

    // An interrupt closes the connection: the calls of others, which wait for their turn, take a new one.
    private Message read() {
        if (!replaceable) {
            return readUninterruptibly();
        }
        if (channel().connection().interruptEndsReads()) {
            return readOrEnd();
        }
        waiting.set(Thread.currentThread());
        hook.enter();
        try {
            return readOrEnd();
        } catch (CommunicationException e) {
            throw waiting.get() == null ? Interruption.afterSending(channel()) : e;
        } finally {
            hook.leave();
            if (!waiting.compareAndSet(Thread.currentThread(), null)) {
                close(); // before the turn ends, even if the interrupting thread is slow
            }
        }
    }

    private Message readUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return channel().read();
                } catch (WaitInterruptedException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Message readOrEnd() {
        try {
            return channel().read();
        } catch (WaitInterruptedException e) {
            throw Interruption.afterSending(channel());
        }
    }

    private void readerIsInterrupted() {
        Thread reader = waiting.get();
        if (reader != null && reader.isInterrupted() && waiting.compareAndSet(reader, null)) {
            close();
        }
    }

    @Override
    public void post(MessageWriter request, CallDeadline deadline) {
        takeTurn(deadline);
        try {
            replaceIfEnded(deadline);
            send(request, deadline);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean canCallLater() {
        return false;
    }

    @Override
    public CompletableFuture<@Nullable Object> callLater(MessageWriter request,
            ReplyDecoder decoder,
            Function<Reply, @Nullable Object> andThen, CallDeadline deadline) {
        throw new UnsupportedOperationException("calls take turns on this connection");
    }

    // A stock daemon does so for these two (docs/protocol.md, 3.8).
    @Override
    boolean endsWith(@Nullable Object raised) {
        return raised instanceof SerializationException || raised instanceof PyroSecurityException;
    }

    // The daemon may have closed the idle connection: nothing was sent yet, so another connection can take the call.
    private void replaceIfEnded(CallDeadline deadline) {
        if (hasEndedUnnoticed(System.nanoTime()) || raised && !answersPing(deadline)) {
            throw NotSentException.because(endedUnnoticed());
        }
    }

    // After an error of a method that is marked as a callback, Pyro closes the connection with a delay, and the mark is
    // not known here. It does no harm if a ping is lost with the connection, but a lost call would.
    private boolean answersPing(CallDeadline deadline) {
        raised = false;
        MessageWriter ping = newWriter.get();
        ping.begin(MessageType.PING, 0, 0, null, Map.of());
        ping.end(0);
        try {
            Message pong = exchanged(ping, deadline);
            if (pong.type() != MessageType.PING) {
                throw new ProtocolException(
                        "invalid msg type " + pong.type().code() + " received (expected: 6)");
            }
            checkSequence(pong);
            return true;
        } catch (ConnectionClosedException e) {
            return false;
        } catch (CallTimeoutException e) {
            deadline.check("waiting for the answer to a ping on the connection to "
                    + channel().connection() + " and was not sent");
            throw new CallTimeoutException("the daemon did not answer a ping: "
                    + channel().connection() + ", within " + timeout
                    + " (timeout, COMMTIMEOUT); the call was not sent", e);
        }
    }

    private Message exchanged(MessageWriter request, CallDeadline deadline) {
        send(request, deadline);
        Message reply = awaited(deadline);
        used(System.nanoTime());
        return reply;
    }

    private void checkSequence(Message reply) {
        if (reply.sequence() != sequence) {
            throw new ProtocolException("invoke: reply sequence out of sync, got "
                    + reply.sequence() + " expected " + sequence);
        }
    }

    private void send(MessageWriter request, CallDeadline deadline) {
        sequence = sequence + 1 & 0xffff;
        request.sequence(sequence);
        channel().output().write(request.output(), deadline);
        used(System.nanoTime());
    }

    private void takeTurn(CallDeadline deadline) {
        Interruption.refuse();
        if (turn.isHeldByCurrentThread()) {
            throw calledWhileReading();
        }
        try {
            Duration patience = deadline.bound(timeout);
            if (patience.isZero()) {
                turn.lockInterruptibly();
            } else if (!turn.tryLock() && !turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                deadline.check("waiting for its turn on the connection to "
                        + channel().connection() + " and was not sent");
                throw new CallTimeoutException(
                        "calls of other threads kept this proxy busy for " + timeout
                                + " (timeout, COMMTIMEOUT); the call was not sent");
            }
        } catch (InterruptedException e) {
            throw Interruption.beforeSending(e);
        }
        if (isClosed()) {
            turn.unlock();
            throw new NotSentException("the connection to " + channel().connection()
                    + " was closed while the call waited for its turn; it was not sent", null);
        }
    }
}
