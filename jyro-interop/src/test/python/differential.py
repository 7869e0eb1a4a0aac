"""Sends the same values to Python's daemon and to Jyro's, and tells which do not come back alike.

Both serve a Thing; the clients are the same but for the address.
"""
import array
import collections
import datetime
import decimal
import fractions
import functools
import math
import numbers
import os
import pathlib
import struct
import types
import uuid

import differences
import generated
import peer

TIMEOUT = 20  # seconds; nothing here takes as long
CLOSED = "%s.ConnectionClosedError" % peer.errors.__name__
LONGEST = 160  # characters of what is told of a value

# What a value of some kind stands in. Keys and members are of hashable kinds only.
PLACES = {
    "alone": lambda value: value,
    "list": lambda value: [value],
    "tuple": lambda value: (1, value),
    "dict": lambda value: {"k": value},
    "key": lambda value: {value: 1},
    "set": lambda value: {value},
    "frozenset": lambda value: frozenset((value,)),
    "list in dict in list": lambda value: [{"k": [value, value]}],
    "instance": generated.Chair,
    "exception": ValueError,
}


class Part(str):
    """A text to be told as it is."""


class End(object):
    """Where a container ends."""

    def __init__(self, of):
        self.of = of


def traits(value):
    """All that tells a value from others: types, contents and order, and where it contains itself."""
    told, todo, open_ones = [], [value], set()
    while todo:
        part = todo.pop()
        if type(part) is Part:
            told.append(part)
        elif type(part) is End:
            open_ones.remove(id(part.of))
            told.append("]")
        elif id(part) in open_ones:
            told.append("itself")
        else:
            kind = type(part)
            told.append(kind.__name__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__name__))
            open_ones.add(id(part))
            todo.append(End(part))
            todo.extend(reversed(details(part)))
    return " ".join(told)


def details(part):
    if isinstance(part, float):
        return [Part("nan" if math.isnan(part) else "%r %s" % (float(part), struct.pack(">d", part).hex()))]
    if isinstance(part, complex):
        return [part.real, part.imag]
    if isinstance(part, (set, frozenset)):
        return list(map(Part, sorted(map(traits, part))))
    if isinstance(part, (list, tuple)):
        return list(part)
    if isinstance(part, collections.deque):
        return [Part(part.maxlen), *part]
    if isinstance(part, dict):
        factory = [Part(repr(part.default_factory))] if isinstance(part, collections.defaultdict) else []
        return factory + [x for item in part.items() for x in item]
    if isinstance(part, BaseException):
        return [part.args, *attributes(part, "_pyroTraceback", "_jyroTraceback")]
    if isinstance(part, peer.URI):
        return [plain(x) for x in part.__getstate__()]
    if isinstance(part, peer.Proxy):
        return [part._pyroUri, *(plain(x) for x in list(part.__getstate__())[1:])]
    if isinstance(part, memoryview):
        return [Part(part.hex())]
    if isinstance(part, (str, bytes, bytearray, int, decimal.Decimal, fractions.Fraction, uuid.UUID, array.array,
                         range, slice,
                         type(None), type(...), pathlib.PurePath, datetime.datetime, datetime.date, datetime.time,
                         datetime.timedelta, datetime.timezone)):
        return [Part(ascii(part))]
    if isinstance(part, (types.FunctionType, types.BuiltinFunctionType, type, types.ModuleType)):
        return [Part(part.__name__)]
    if type(part).__name__ == "_StreamResultIterator":
        return list(part)
    return attributes(part)


def plain(value):
    return Part(sorted(value) if isinstance(value, (set, frozenset)) else value)


def attributes(part, *ignored):
    own = {name: getattr(part, name) for name in getattr(type(part), "__slots__", ()) if hasattr(part, name)}
    own.update(getattr(part, "__dict__", {}))
    return [x for name, value in sorted(own.items()) if name not in ignored for x in (Part(name + ":"), value)]


def argument(proxy, value):
    return proxy.echo(value)


def keyword(proxy, value):
    return proxy.echo(value=value)


def batch(proxy, value):
    calls = peer.batch(proxy)
    calls.echo(1)
    calls.echo(value)
    return list(calls())


def attribute(proxy, value):
    proxy.target = value
    return proxy.target


def stream(proxy, value):
    return list(proxy.items([1, value]))


def exception(proxy, value):
    try:
        proxy.fail_with("ValueError", "text", value)
    except ValueError as x:
        if x.args[:1] != ("text",):
            raise  # not the one that was asked for
        return x.args


WAYS = argument, keyword, batch, attribute, stream, exception


class Outcome(object):
    """What came of sending a value: the traits of the reply, or the class of what was raised."""

    def __init__(self, proxy, way, value):
        self.gave, self.text = False, ""
        for attempt in "as the value before left the connection", "anew":
            try:
                self.what = traits(way(proxy, value))
                self.gave = True
            except Exception as x:
                self.what = "%s.%s" % (type(x).__module__, type(x).__name__)
                self.text = ascii(str(x))[1:-1]
            if self.what != CLOSED:
                break
            proxy._pyroRelease()

    def equals(self, other):
        return self.gave == other.gave and self.what == other.what

    def __str__(self):
        return ("gave " if self.gave else "raised ") + self.what + (": " + self.text if self.text else "")

    def told(self, start):
        """What it is, from a few characters before the start."""
        if not self.gave:
            return str(self)[:LONGEST]
        start = max(0, start - LONGEST // 2)
        return "gave %s%s" % ("..." if start else "", self.what[start:start + LONGEST])


class Comparison(object):
    """Compares what comes of the same values at two objects, for one serializer."""

    def __init__(self, uris, serializer, seed):
        self.generator = generated.Generator("%s %s" % (seed, serializer))
        self.serializer = serializer
        self.proxies = [self.proxy(uri, serializer) for uri in uris]
        self.came_back = 0
        self.differences = []

    @staticmethod
    def proxy(uri, serializer):
        proxy = peer.Proxy(uri)
        proxy._pyroSerializer = serializer
        proxy._pyroTimeout = TIMEOUT
        return proxy

    def compare(self, way, kind, place, value):
        """Whether both gave the same value; what differs is noted."""
        python, jyro = [Outcome(proxy, way, value) for proxy in self.proxies]
        if not python.equals(jyro):
            if differences.why(self.serializer, kind, str(python), str(jyro)):
                return False
            start = len(os.path.commonprefix([python.what, jyro.what]))
            self.differences.append("%s | %s | %s | Python %s | Jyro %s" % (
                way.__name__, kind, place, python.told(start), jyro.told(start)))
            return False
        self.came_back += python.gave
        return python.gave

    def every_kind_in_every_place(self, rounds):
        """Gives the kinds that came back alike in lists, and those that did as keys."""
        alike = {place: set(self.generator.kinds) for place in PLACES}
        for _ in range(rounds):
            for kind in self.generator.kinds:
                value = self.generator.make(kind)
                for place, put in PLACES.items():
                    if generated.LARGE.match(kind) and place not in ("alone", "list"):
                        continue
                    try:
                        whole = put(value)
                    except TypeError:  # cannot be hashed
                        alike[place].discard(kind)
                        continue
                    if not self.compare(argument, kind, place, whole):
                        alike[place].discard(kind)
        return sorted(alike["list"]), sorted(alike["key"])

    def nested_values(self, count, kinds, keys):
        kinds = [kind for kind in kinds
                 if not generated.LARGE.match(kind) and not differences.is_known(self.serializer, kind)]
        keys = [kind for kind in keys if kind in kinds and not generated.DISTINCT.match(kind)]
        for _ in range(count):
            self.compare(argument, "nested", "alone", self.generator.nested(kinds, keys))

    def every_kind_every_way(self, rounds):
        for _ in range(rounds):
            for kind in self.generator.kinds:
                value = self.generator.make(kind)
                for way in WAYS[1:] if not generated.LARGE.match(kind) else ():
                    self.compare(way, kind, "alone", value)


@functools.lru_cache(None)
def served():
    """The uri of the thing of a daemon of Python, which takes every serializer."""
    peer.config.SOCK_NODELAY = True  # or a stream takes 40 ms
    if peer.VERSION == "4":
        peer.config.SERIALIZERS_ACCEPTED = {"serpent", "json", "marshal", "msgpack", "pickle", "dill", "cloudpickle"}
    return "PYRO:thing@localhost:%d" % peer.Served().port


def compare(uris, serializer, seed):
    """Compares thousands of values; gives how many came back alike, and what differs without a known reason."""
    comparison = Comparison(uris, serializer, seed)
    kinds, keys = comparison.every_kind_in_every_place(1)
    comparison.nested_values(400, kinds, keys)
    comparison.every_kind_every_way(1)
    return comparison.came_back, comparison.differences
