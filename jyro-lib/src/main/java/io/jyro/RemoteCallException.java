package io.jyro;

import java.util.List;
import java.util.Map;

import io.jyro.text.BoundedText;
import io.jyro.text.Shown;
import org.jspecify.annotations.Nullable;

/**
 * What the remote code raised. Everything that came over the wire is kept: the name of the remote
 * exception type, its arguments, its attributes and its traceback. The connection lives on.
 *
 * @see "docs/protocol.md, 3.3 Exception results"
 */
public class RemoteCallException extends PyroException implements Shown {
    private static final long serialVersionUID = 1L;

    /** The attribute that names the type that was raised, where the other side has no such type and made another of it. */
    private static final String ORIGINAL_TYPE = "originalType";
    private static final int LONGEST_NAME = 500;

    private final String remoteType;
    private final String pythonType;

    /**
     * From the parts of a remote exception.
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
     * The name of the type that the remote code raised: of a Java exception its class, such as
     * {@code java.lang.IllegalStateException}, of a Python exception its type with its module, such as
     * {@code builtins.ValueError}.
     */
    public String remoteType() {
        return remoteType;
    }

    /**
     * The name of the Python type that was sent, such as {@code builtins.ValueError}; of a Java exception the one that a
     * Python caller catches.
     */
    public String pythonType() {
        return pythonType;
    }

    /**
     * Whether the remote code raised an exception of a type, or of a kind of it: a {@code KeyError} is also a
     * {@code LookupError} and an {@code Exception}. Python's builtins and the errors of Pyro and sqlite3 are known with
     * all their kinds; of other types the name alone is compared.
     *
     * @param type the name, bare or with its module: {@code KeyError}, {@code builtins.KeyError},
     *        {@code java.io.FileNotFoundException}
     */
    public boolean is(String type) {
        return PythonTypes.is(remoteType, type) || PythonTypes.is(pythonType, type);
    }

    /**
     * What the remote exception says, without its type: its only argument as text, several as a
     * list, or an empty text if it has none. It ends after 10,000 characters; integers of more than
     * 4,300 digits appear as their number of bits, exceptions as their types.
     */
    public String remoteMessage() {
        return messageOf(arguments());
    }

    /** What the remote exception was constructed with, usually its message alone; unmodifiable. */
    public List<@Nullable Object> arguments() {
        return remoteArguments();
    }

    /** The attributes of the remote exception by name, without its traceback; unmodifiable. */
    public Map<String, @Nullable Object> attributes() {
        return remoteAttributes();
    }

    /** Only the type: the message may hold further exceptions. */
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
