package io.jyro.cli.demo;

/** A step cannot be run on this machine; the message has the reason and the remedy. */
final class LeftOutException extends Exception {
    private static final long serialVersionUID = 1L;

    LeftOutException(String why) {
        super(why);
    }
}
