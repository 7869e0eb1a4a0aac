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
 * @see <a href="PROTOCOL.md#33-exception-results">Exception results</a>
 */
public class RemoteCallException extends PyroException implements Shown {
    private static final long serialVersionUID = 1L;

    private final String remoteType;

    /**
     * From the parts of a remote exception.
     *
     * @param remoteType the type's name as it was sent, such as {@code builtins.ValueError}
     * @param arguments what the exception was constructed with
     * @param attributes its attributes, without the traceback
     */
    public RemoteCallException(String remoteType, List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        super(arguments, attributes);
        this.remoteType = remoteType;
    }

    /** The remote exception type's name as it was sent, such as {@code builtins.ValueError}. */
    public String remoteType() {
        return remoteType;
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
