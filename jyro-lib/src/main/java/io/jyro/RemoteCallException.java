package io.jyro;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the remote code raised. Everything that came over the wire is kept: the name of the remote
 * exception type, its arguments, its attributes and its traceback. The connection lives on.
 *
 * @see <a href="PROTOCOL.md#33-exception-results">Exception results</a>
 */
public class RemoteCallException extends PyroException {
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
        super(describe(remoteType, arguments), arguments, attributes);
        this.remoteType = remoteType;
    }

    /** The remote exception type's name as it was sent, such as {@code builtins.ValueError}. */
    public String remoteType() {
        return remoteType;
    }

    /**
     * What the remote exception says, without its type: its only argument as text, several as a
     * list, or an empty text if it has none.
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

    private static String describe(String remoteType, List<? extends @Nullable Object> arguments) {
        String name = remoteType.startsWith("builtins.")
                ? remoteType.substring("builtins.".length())
                : remoteType;
        return arguments.isEmpty() ? name : name + ": " + messageOf(arguments);
    }

    private static String messageOf(List<? extends @Nullable Object> arguments) {
        return switch (arguments.size()) {
            case 0 -> "";
            case 1 -> String.valueOf(arguments.get(0));
            default -> arguments.toString();
        };
    }
}
