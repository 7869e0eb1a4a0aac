package io.jyro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Reads a configuration from environment variables (docs/protocol.md, 12.2). */
final class ConfigEnvironment {
    private static final String PYRO = "PYRO_";
    private static final String JYRO = "JYRO_";

    private ConfigEnvironment() {}

    static PyroConfig ofProcess() {
        if (OfProcess.CONFIG == null) {
            throw new IllegalArgumentException(OfProcess.FAILURE);
        }
        return OfProcess.CONFIG;
    }

    static PyroConfig read(Map<String, String> variables) {
        PyroConfig.Builder builder = PyroConfig.builder();
        for (ConfigItem<?> item : ConfigItem.all()) {
            readItem(item, variables, builder);
        }
        for (String warning : unknown(variables)) {
            // The logger is obtained only here, so that a program without such a variable does not need one.
            LoggerFactory.getLogger(PyroConfig.class).warn("{}", warning);
        }
        return builder.build();
    }

    private static <T> void readItem(ConfigItem<T> item, Map<String, String> variables,
            PyroConfig.Builder builder) {
        String variable = variables.containsKey(JYRO + item.itemName()) ? JYRO : PYRO;
        String text = variables.get(variable + item.itemName());
        if (text != null) {
            builder.set(item, item.read(variable + item.itemName(), text));
        }
    }

    /**
     * Returns a sentence for each variable that has one of our prefixes but names no item. Values
     * are left out: they may be secret.
     */
    static List<String> unknown(Map<String, String> variables) {
        List<String> sentences = new ArrayList<>();
        for (String variable : new TreeMap<>(variables).keySet()) {
            if (variable.startsWith(PYRO) || variable.startsWith(JYRO)) {
                String name = variable.substring(PYRO.length());
                if (!isItem(name)) {
                    sentences.add("environment variable " + variable
                            + " is unknown and ignored; did you mean "
                            + variable.substring(0, PYRO.length()) + nearest(name) + "?");
                }
            }
        }
        return sentences;
    }

    private static boolean isItem(String name) {
        for (ConfigItem<?> item : ConfigItem.all()) {
            if (item.itemName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String nearest(String name) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (ConfigItem<?> item : ConfigItem.all()) {
            int distance = distance(name, item.itemName());
            if (distance < least) {
                least = distance;
                nearest = item.itemName();
            }
        }
        return nearest;
    }

    /** Returns the edit distance: how many letters have to be inserted, removed or replaced. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** Reads the configuration at first use. A failure is kept, so that every caller gets it. */
    private static final class OfProcess {
        static final @Nullable PyroConfig CONFIG;
        static final @Nullable String FAILURE;

        static {
            PyroConfig config = null;
            String failure = null;
            try {
                config = read(System.getenv());
            } catch (IllegalArgumentException e) {
                failure = e.getMessage();
            }
            CONFIG = config;
            FAILURE = failure;
        }
    }
}
