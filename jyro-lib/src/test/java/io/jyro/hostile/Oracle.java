package io.jyro.hostile;

import java.util.Iterator;
import java.util.stream.IntStream;

import io.jyro.Expose;

/** An object whose answers name their questions, so that nobody takes another's answer for his own. */
@Expose
final class Oracle {
    /** What the oracle says to a question. */
    static String answerTo(Object question) {
        return "the answer to " + question;
    }

    /** Answers. */
    public String ask(Object question) {
        return answerTo(question);
    }

    /** Gives the bytes back. */
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    /** Answers to a question, one after the other. */
    public Iterator<String> answers(String question, int count) {
        return IntStream.range(0, count).mapToObj(i -> answerTo(question + i)).iterator();
    }

    /** As a name server: where a name is, which is itself behind the network. */
    static final class Names {
        private final String uri;

        Names(String uri) {
            this.uri = uri;
        }

        /** Knows all names. */
        @Expose
        public String lookup(@SuppressWarnings("unused") String name) {
            return uri;
        }
    }
}
