package io.jyro.server.objects;

import java.util.Set;

/** The names that Pyro never exposes, whatever the annotations (docs/protocol.md, 5.2). */
final class PrivateNames {
    private static final Set<String> ALWAYS = Set.of("__init__", "__init_subclass__", "__class__",
            "__module__",
            "__weakref__", "__call__", "__new__", "__del__", "__repr__", "__str__", "__format__",
            "__nonzero__", "__bool__",
            "__coerce__", "__cmp__", "__eq__", "__ne__", "__hash__", "__ge__", "__gt__", "__le__",
            "__lt__", "__dir__",
            "__enter__", "__exit__", "__copy__", "__deepcopy__", "__sizeof__", "__getattr__",
            "__setattr__", "__hasattr__",
            "__getattribute__", "__delattr__", "__instancecheck__", "__subclasscheck__",
            "__getinitargs__",
            "__getnewargs__", "__getstate__", "__setstate__", "__reduce__", "__reduce_ex__",
            "__subclasshook__",
            "__unicode__", "__getstate_for_dict__", "__setstate_from_dict__");

    private PrivateNames() {}

    /**
     * Returns whether a name is private: it starts with an underscore, unless it is longer than four characters and has
     * two underscores at both ends. Some names of the latter form are private, too.
     */
    static boolean contains(String name) {
        if (!name.startsWith("_")) {
            return false;
        }
        boolean dunder = name.length() > 4 && name.startsWith("__") && name.endsWith("__");
        return !dunder || ALWAYS.contains(name);
    }
}
