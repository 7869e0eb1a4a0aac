package io.jyro.client;

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
import io.jyro.transport.MessageChannel;
import io.jyro.transport.WaitInterruptedException;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/** One call after the other, each by its caller's thread: what a stock daemon needs, which answers in order. Any thread. */
final class TurnTaking extends Exchange {
    private final Duration timeout;
    private final boolean replaceable;
    private final Supplier<MessageWriter> newWriter;
    // Held from a request's first byte to its reply's last, and while the reply is decoded.
    private final ReentrantLock turn = new ReentrantLock();
    private int sequence;
    private boolean raised; // by the last call
    // The thread that waits for its reply; the interrupt that ends its wait takes it out.
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private final InterruptHook hook = new InterruptHook(this::readerIsInterrupted); // guarded by turn

    /**
     * Over a connection on which nothing is under way.
     *
     * @param replaceable whether calls that are yet to be sent can take another connection
     * @param newWriter of messages that ask whether the daemon is there
     */
    TurnTaking(MessageChannel channel, Duration timeout, boolean replaceable,
            Supplier<MessageWriter> newWriter) {
        super(channel, Idleness.towardStock());
        this.newWriter = newWriter;
        this.timeout = timeout;
        this.replaceable = replaceable;
    }

    @Override
    Reply call(MessageWriter request, ReplyDecoder decoder, CallDeadline deadline) {
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
            close(); // a late reply, or what is left of one, would be taken for the next one's
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
                    : new CallTimeoutException(RemoteText.message(e) + " within " + timeout
                            + " (timeout, COMMTIMEOUT), while waiting for the reply; the call may"
                            + " still run", e);
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
    void post(MessageWriter request, CallDeadline deadline) {
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
    boolean canCallLater() {
        return false;
    }

    @Override
    CompletableFuture<@Nullable Object> callLater(MessageWriter request, ReplyDecoder decoder,
            Function<Reply, @Nullable Object> andThen, CallDeadline deadline) {
        throw new UnsupportedOperationException("calls take turns on this connection");
    }

    // A stock daemon does so after these two (docs/protocol.md, 3.8).
    @Override
    boolean endsWith(@Nullable Object raised) {
        return raised instanceof SerializationException || raised instanceof PyroSecurityException;
    }

    // The daemon may have closed the connection while it was silent: nothing was sent yet, so another can take the call.
    private void replaceIfEnded(CallDeadline deadline) {
        if (hasEndedUnnoticed(System.nanoTime()) || raised && !answersPing(deadline)) {
            throw NotSentException.because(endedUnnoticed());
        }
    }

    // Pyro closes the connection some time after it has sent what a method raised that is marked as a callback, which
    // nobody here can know. A ping that is lost with it does no harm, where a call would be lost.
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
        channel().write(request.output(), deadline);
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
