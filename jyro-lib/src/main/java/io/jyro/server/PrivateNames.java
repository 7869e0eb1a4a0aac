package io.jyro.server;

import java.util.Set;

/** Names that Pyro never lets a caller reach, whatever is marked (docs/protocol.md, 5.2). */
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

    /** A leading underscore is private, unless the name is longer than four and has two at both ends. */
    static boolean contains(String name) {
        if (!name.startsWith("_")) {
            return false;
        }
        boolean dunder = name.length() > 4 && name.startsWith("__") && name.endsWith("__");
        return !dunder || ALWAYS.contains(name);
    }
}
