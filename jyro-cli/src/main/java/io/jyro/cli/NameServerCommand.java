package io.jyro.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The commands of {@code jyro nsc}, with their names in Pyro4 and Pyro5 and the number of arguments they need. */
enum NameServerCommand {
    PING("ping", 0, Integer.MAX_VALUE, ""),
    LIST("list", 0, Integer.MAX_VALUE, ""),
    LIST_MATCHING("listmatching", 1, 1, "requires one argument: pattern"),
    LOOKUP("lookup", 1, 1, "requires one argument: name"),
    REGISTER("register", 2, 2, "requires two arguments: name uri"),
    REMOVE("remove", 1, 1, "requires one argument: name"),
    REMOVE_MATCHING("removematching", 1, 1, "requires one argument: pattern"),
    SET_METADATA("setmeta", 1, Integer.MAX_VALUE,
            "requires arguments: uri and zero or more meta tags"),
    LISTMETA_ALL("listmeta_all", 1, Integer.MAX_VALUE,
            "requires at least one metadata tag argument"),
    LISTMETA_ANY("listmeta_any", 1, Integer.MAX_VALUE,
            "requires at least one metadata tag argument"),
    YPLOOKUP_ALL("yplookup_all", 1, Integer.MAX_VALUE,
            "requires at least one metadata tag argument"),
    YPLOOKUP_ANY("yplookup_any", 1, Integer.MAX_VALUE,
            "requires at least one metadata tag argument");

    private final String word;
    private final int fewest;
    private final int most;
    private final String needs;

    NameServerCommand(String word, int fewest, int most, String needs) {
        this.word = word;
        this.fewest = fewest;
        this.most = most;
        this.needs = needs;
    }

    /** Returns the command with a name. */
    static Optional<NameServerCommand> of(String word) {
        return Arrays.stream(values()).filter(command -> command.word.equals(word)).findFirst();
    }

    /** Returns the names of all commands. */
    static List<String> words() {
        return Arrays.stream(values()).map(command -> command.word).toList();
    }

    /** Returns what is wrong with the number of arguments, in Pyro's words; empty if it is right. */
    Optional<String> complaint(List<String> arguments) {
        return arguments.size() < fewest || arguments.size() > most
                ? Optional.of(needs)
                : Optional.empty();
    }
}
