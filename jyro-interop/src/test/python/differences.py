"""What Jyro is known and meant to answer otherwise than Python does, and why. All else that differs fails the test.

Most of it is told to users in docs/serializers.md, docs/pickle.md and docs/exceptions.md.
"""
import collections
import re

ANY = "serpent json marshal msgpack pickle dill cloudpickle"
PICKLES = "pickle dill cloudpickle"
DICTS = "serpent json marshal msgpack"  # those that send objects as dicts

# Patterns: of the kind of value, then what Python did and what Jyro did.
Difference = collections.namedtuple("Difference", "serializers kind python jyro why")

KNOWN = [
    Difference(ANY, "str, two halves", "gave", "gave",
               "text of Java is UTF-16, where two halves in a row are one character"),
    Difference(ANY, "set of two nan|dict by nan|complex, strange", "gave .*nan", "gave .*nan",
               "to Java all that is not a number is equal, so a set holds one"),
    Difference(ANY, r"\d+ (lists|dicts|tuples)", "", "raised builtins.ValueError: .*nested more than 200 levels",
               "Jyro limits the depth by itself, Python by what its stack or parser bears"),

    # Exceptions and objects of classes that one does not know
    Difference(ANY, ".*", "raised Pyro[45].errors.SerializeError: unsupported serialized class", "gave",
               "a dict of an unknown class is a value, an exception of an unknown class a RuntimeError"),
    Difference(PICKLES, "exception of an unknown class", "gave generated.GardenError|gave .*generated.GardenError",
               "gave .*RuntimeError", "the same, and toward Pyro the class is the nearest that each Python knows"),
    Difference(ANY, "exception with arguments of its own", "", "gave .*UnicodeError",
               "Python cannot rebuild its like from what most serializers carry, so Jyro always sends UnicodeError"),
    Difference(DICTS, ".*exception.*", "gave .*'(__class__|__exception__|args|attributes)'", "gave",
               "Python does not look for exceptions inside exceptions; Jyro does, and adds its traceback"),
    Difference(DICTS, "dict with the class of a broken exception", "", "",
               "what is read or refused, and with which error, is not the same in detail"),
    Difference(DICTS, "dict with a class that is no text", "raised builtins.TypeError", "gave", "Python trips over it"),
    Difference("serpent", "dict with the class float.*", "", "",
               "Jyro looks inside dicts that have a class, Python does not"),
    Difference("json marshal msgpack", "dict with the class float.*", "(raised Pyro[45].errors.SerializeError|gave)",
               "", "a form of serpent's, which Jyro reads everywhere"),
    Difference("marshal", ".*", "raised .*unmarshallable object", "gave", "Jyro converts at any depth"),

    # Keys
    Difference("serpent", ".*", "raised builtins.TypeError: unhashable type: 'dict'",
               "raised builtins.ValueError: .*a key that can be hashed was expected", "both refuse the key"),
    Difference("msgpack", ".*", "raised builtins.ValueError: .* is not allowed for map key",
               "raised Pyro[45].errors.SerializeError", "both refuse the key, Jyro only when it shall write it"),

    # Values that a serializer happens to carry and that mean nothing to Java
    Difference("marshal", "Ellipsis|code", "",
               "raised builtins.ValueError: .*(no Java value|code is refused)", "no plain data"),
    Difference("marshal " + PICKLES, "(list|dict) in itself", "",
               "raised builtins.ValueError: .*(itself|changes after)", "only trees are read"),
    Difference("serpent", "complex, strange", "gave", "gave .*-0.0",
               "Python's reader loses the sign of zeros, Jyro's does not"),

    # Pickles
    Difference(PICKLES, ".*", "",
               "raised builtins.ValueError: .*(wants .* to be called|has the class or function .* itself)",
               "nothing that a pickle names is called"),
    Difference(PICKLES, "iterator|map", "gave", "raised builtins.ValueError: .*only its class could read",
               "no plain data"),
    Difference(PICKLES, "own (list|dict)", "gave", "raised builtins.ValueError: .*a subclass of list, dict or set",
               "no plain data"),
    Difference(PICKLES, "instance with slots", "gave", "raised builtins.AttributeError",
               "read, but Python cannot take it back"),
    Difference(PICKLES, "array of [bBu]", "gave .*array", "gave", "bytes and text in Java, and sent on as such"),
    Difference(PICKLES, "array of [HIl]", "gave .*array", "gave .*array",
               "the Java array that holds them, sent on as what it is"),
    Difference(PICKLES, "array of [LQ]", "gave .*array", "raised builtins.ValueError: .*does not fit a long",
               "Java has no such numbers"),
    Difference(PICKLES, "datetime of the second hour", "gave .*fold=1", "gave",
               "java.time has no such thing without a zone"),
    Difference(PICKLES, "datetime in a zone with a name", "gave", "gave", "the offset is kept, the name is not"),
    Difference(PICKLES, "datetime in a zone far off", "gave",
               "raised builtins.ValueError: .*Zone offset not in valid range",
               "java.time goes to 18 hours"),
    Difference(PICKLES, "path", "gave .*PurePosixPath", "gave", "read as its text, which a Path of Java takes"),
    Difference(PICKLES, "Decimal, (strange|signaling)", "gave", "gave",
               "BigDecimal has no -0, and what is not a number is a Double"),
]


def is_known(serializer, kind):
    """Whether values of that kind are known to make a difference."""
    return any(serializer in known.serializers.split() and known.kind != ".*" and re.fullmatch(known.kind, kind)
               for known in KNOWN)


def why(serializer, kind, python, jyro):
    """The reason why these two outcomes may differ, or None."""
    for known in KNOWN:
        if serializer in known.serializers.split() and re.fullmatch(known.kind, kind) \
                and re.match(known.python, python) and re.match(known.jyro, jyro):
            return known.why
    return None
