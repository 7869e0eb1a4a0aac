package io.jyro.cli.demo;

/** A step cannot be done on this machine; the message says why, and what to do about it. */
final class LeftOutException extends Exception {
    private static final long serialVersionUID = 1L;

    LeftOutException(String why) {
        super(why);
    }
}
