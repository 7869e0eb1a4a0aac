package io.jyro;

import java.util.List;
import java.util.Map;

import io.jyro.text.BoundedText;
import io.jyro.text.Shown;
import org.jspecify.annotations.Nullable;

/**
 * An exception raised by the remote code. It keeps everything that was received: the name of the remote exception type,
 * its arguments, its attributes and its traceback. The connection stays open.
 *
 * @see "docs/protocol.md, 3.3 Exception results"
 */
public class RemoteCallException extends PyroException implements Shown {
    private static final long serialVersionUID = 1L;

    /** The attribute with the name of the type that was raised, if the sender had no such type and used another one. */
    private static final String ORIGINAL_TYPE = "originalType";
    private static final int LONGEST_NAME = 500;

    private final String remoteType;
    private final String pythonType;

    /**
     * Creates an exception from the parts of a remote one.
     *
     * @param remoteType the type's name as it is sent, such as {@code builtins.ValueError}; an attribute
     *        {@code originalType} names the type that this one replaces
     * @param arguments what the exception was constructed with
     * @param attributes its attributes, without the traceback
     */
    public RemoteCallException(String remoteType, List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        super(arguments, attributes);
        pythonType = remoteType;
        this.remoteType = attributes.get(ORIGINAL_TYPE) instanceof String original
                && !original.isEmpty() && original.length() <= LONGEST_NAME
                        ? original
                        : remoteType;
    }

    /**
     * Returns the name of the type that the remote code raised: for a Java exception its class, such as
     * {@code java.lang.IllegalStateException}, for a Python exception its type with its module, such as
     * {@code builtins.ValueError}.
     */
    public String remoteType() {
        return remoteType;
    }

    /**
     * Returns the name of the Python type that was sent, such as {@code builtins.ValueError}; for a Java exception the
     * type that a Python caller catches.
     */
    public String pythonType() {
        return pythonType;
    }

    /**
     * Returns whether the remote code raised an exception of a type or of a subtype: a {@code KeyError} is also a
     * {@code LookupError} and an {@code Exception}. The hierarchies of Python's builtins and of the errors of Pyro and
     * sqlite3 are known; for other types only the name is compared.
     *
     * @param type the name, bare or with its module: {@code KeyError}, {@code builtins.KeyError},
     *        {@code java.io.FileNotFoundException}
     */
    public boolean is(String type) {
        return PythonTypes.is(remoteType, type) || PythonTypes.is(pythonType, type);
    }

    /**
     * Returns the message of the remote exception, without its type: its only argument as text, several as a list, or
     * an empty text if it has none. It is cut after 10,000 characters; integers of more than 4,300 digits appear as
     * their number of bits, exceptions as their types.
     */
    public String remoteMessage() {
        return messageOf(arguments());
    }

    /**
     * Returns the arguments with which the remote exception was constructed, usually its message alone; unmodifiable.
     */
    public List<@Nullable Object> arguments() {
        return remoteArguments();
    }

    /** Returns the attributes of the remote exception by name, without its traceback; unmodifiable. */
    public Map<String, @Nullable Object> attributes() {
        return remoteAttributes();
    }

    /** Shows only the type: the message may contain further exceptions. */
    @Override
    public void showIn(BoundedText text) {
        text.append(remoteType);
    }

    @Override
    String remoteText(List<? extends @Nullable Object> arguments) {
        String name = remoteType.startsWith("builtins.")
                ? remoteType.substring("builtins.".length())
                : remoteType;
        return arguments.isEmpty() ? name : name + ": " + messageOf(arguments);
    }
}
