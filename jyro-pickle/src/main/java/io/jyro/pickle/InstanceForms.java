package io.jyro.pickle;

import java.util.Collection;
import java.util.Map;

import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/** Writes class dicts as objects of the Python classes that they name. */
final class InstanceForms {
    private final PickleWriter writer;
    private final PickleOutput out;

    InstanceForms(PickleWriter writer, PickleOutput out) {
        this.writer = writer;
        this.out = out;
    }

    void write(Map<?, ?> dict, String className) {
        if (Boolean.TRUE.equals(dict.get("__exception__"))) {
            exception(dict, className);
            return;
        }
        switch (className) {
            case "Pyro4.core.URI", "Pyro5.core.URI", "Pyro5.client.Proxy" ->
                stateful(className, dict.get("state"));
            case "Pyro4.core.Proxy" -> stateful(className, ProxyTuple.of(dict.get("state")));
            case "builtins.range", "builtins.slice" -> startStopStep(dict, className);
            default -> {
                if (className.indexOf('.') >= 0) {
                    attributed(dict, className);
                } else {
                    writer.dict(dict);
                }
            }
        }
    }

    private void stateful(String className, @Nullable Object state) {
        out.newObject(className);
        writer.value(state);
        out.build();
    }

    private void attributed(Map<?, ?> dict, String className) {
        writer.enter(dict);
        out.newObject(className);
        if (dict.size() > 1) {
            out.emptyDict();
            writer.entries(dict, ClassDict.CLASS_KEY);
            out.build();
        }
        writer.leave();
    }

    private void exception(Map<?, ?> dict, String className) {
        writer.enter(dict);
        out.global(className);
        writer.tuple(dict,
                dict.get("args") instanceof Collection<?> args ? args.toArray() : new Object[0]);
        out.call();
        if (dict.get("attributes") instanceof Map<?, ?> attributes && !attributes.isEmpty()) {
            writer.dict(attributes);
            out.build();
        }
        writer.leave();
    }

    private void startStopStep(Map<?, ?> dict, String className) {
        out.global(className);
        writer.tuple(dict, new Object[]{dict.get("start"), dict.get("stop"), dict.get("step")});
        out.call();
    }
}
